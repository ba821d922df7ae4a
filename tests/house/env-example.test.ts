import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { configFile } from "./run-check.ts";

it(".env.example explains every variable that the configuration reads", () => {
  const schema = readFileSync(configFile("app/config.server.ts"), "utf8").split("z.object({")[1] ?? "";
  const read = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name);
  const explained = new Set(
    [...readFileSync(configFile(".env.example"), "utf8").matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(
      ([, name]) => name,
    ),
  );
  expect(read.length).toBeGreaterThan(10);
  expect(read.filter((name) => !explained.has(name))).toEqual([]);
});
