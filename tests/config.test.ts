import { globSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { ConfigFault, readConfig } from "#config";

const complete = {
  DATABASE_URL: "mysql://app:database-secret@127.0.0.1:3306/credits",
  REDIS_URL: "redis://127.0.0.1:6379",
  SHOPIFY_APP_URL: "https://credits.test",
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "shpss_secret",
  SECRET_KEYS: `k2:${Buffer.alloc(32, 2).toString("base64")},k1:${Buffer.alloc(32, 1).toString("base64")}`,
};

function complaintAbout(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment);
  } catch (failure) {
    if (failure instanceof ConfigFault) return failure.message;
    throw failure;
  }
  return "";
}

describe("the configuration", () => {
  test("is complete with the keys that have no default", () => {
    const config = readConfig(complete);
    expect(config).toMatchObject({
      PORT: 3000,
      HOST: "127.0.0.1",
      INBOX_LEASE_SECONDS: 30,
      SWEEP_SECONDS: 5,
    });
    expect(config.SECRET_KEYS.map(({ id }) => id)).toEqual(["k2", "k1"]);
  });

  test("tries an event eight times, unless its topic has a number of its own", () => {
    expect(readConfig(complete)).toMatchObject({ INBOX_ATTEMPTS: 8, INBOX_ATTEMPTS_BY_TOPIC: {} });
    const text = "orders/create:12, customers/update:4";
    expect(readConfig({ ...complete, INBOX_ATTEMPTS_BY_TOPIC: text }).INBOX_ATTEMPTS_BY_TOPIC).toEqual({
      "orders/create": 12,
      "customers/update": 4,
    });
  });

  test.each([
    ["INBOX_ATTEMPTS", "0"],
    ["INBOX_ATTEMPTS", "101"],
    ["INBOX_ATTEMPTS_BY_TOPIC", "orders/imagined:3"],
    ["INBOX_ATTEMPTS_BY_TOPIC", "orders/create"],
    ["INBOX_ATTEMPTS_BY_TOPIC", "orders/create:200"],
    ["INBOX_BODY_DAYS", "31"],
  ])("refuses %s=%s by its name", (key, value) => {
    expect(complaintAbout({ ...complete, [key]: value })).toMatch(new RegExp(`${key} is no `));
  });

  test("names every key that is missing or empty, all at once", () => {
    const message = complaintAbout({ ...complete, DATABASE_URL: "", SHOPIFY_API_SECRET: "" });
    expect(message).toContain("DATABASE_URL is missing");
    expect(message).toContain("SHOPIFY_API_SECRET is missing");
  });

  const malformed: [string, string][] = [
    ["DATABASE_URL", "postgres://database-secret@host/db"],
    ["REDIS_URL", "127.0.0.1:6379"],
    ["PORT", "three"],
    ["SWEEP_SECONDS", "0"],
    ["SHOPIFY_APP_URL", "credits.test"],
    ["SECRET_KEYS", "k1:c2hvcnQ="],
    ["SECRET_KEYS", `${complete.SECRET_KEYS},k1:${Buffer.alloc(32, 3).toString("base64")}`],
    ["NODE_ENV", "staging"],
  ];

  test.each(malformed)("refuses a malformed %s without repeating it", (key, value) => {
    const message = complaintAbout({ ...complete, [key]: value });
    expect(message).toContain(`${key} is `);
    expect(message).not.toContain(value);
  });
});

test("config.server.ts is the only reader of the environment in the app", () => {
  const readers = globSync("app/**/*.{ts,tsx}", { exclude: ["app/generated/**"] }).filter((file) =>
    /process\.env(?!\["TZ"\] = )/.test(readFileSync(file, "utf8")),
  );
  expect(readers).toEqual(["app/config.server.ts"]);
});
