import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { DEFAULT_EXIGO_SETUP } from "#core/exigo";

import { setupGroups } from "../../app/components/exigo/setup-fields.ts";
import { exigoSettingsDocument } from "../../app/documents/exigo-settings.ts";

const text = readFileSync(new URL("../../docs/exigo-go-live.md", import.meta.url), "utf8");
const rows = text
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| ask"))
  .map((line) => line.split("|").map((cell) => cell.trim()));
const named = rows.flatMap(([, , settings = ""]) =>
  [...settings.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
);

/** Fields of the connection itself, which has columns of its own. */
const connectionFields = ["pointAccountId", "driftLimitMinor", "historyUrl", "historyLagSeconds"];

function settingAt(path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, name) => (value as Record<string, unknown> | undefined)?.[name],
      DEFAULT_EXIGO_SETUP,
    );
}

it("names a setting that exists in every line of the list for going live", () => {
  expect(rows.length).toBeGreaterThan(20);
  for (const [, question, settings] of rows) expect(settings, question).toMatch(/`/);
  const missing = named.filter((name) => !connectionFields.includes(name) && settingAt(name) === undefined);
  expect(missing).toEqual([]);
});

it("has a line for each setting about how Exigo is called", () => {
  const calls = Object.keys(DEFAULT_EXIGO_SETUP.api).map((name) => `api.${name}`);
  expect(calls.filter((name) => !named.includes(name))).toEqual([]);
});

it("gives the defaults that the document gives", () => {
  expect(exigoSettingsDocument.parse({ version: 1 })).toEqual(DEFAULT_EXIGO_SETUP);
});

it("asks for every setting on the page but those that have a page of their own", () => {
  const asked = setupGroups.flatMap((group) => group.fields.map(({ path }) => path));
  const all = Object.entries(DEFAULT_EXIGO_SETUP).flatMap(([group, value]) =>
    typeof value === "object" && group !== "catalog"
      ? Object.keys(value as object).map((name) => `${group}.${name}`)
      : [],
  );
  expect(asked.toSorted()).toEqual(all.toSorted());
});
