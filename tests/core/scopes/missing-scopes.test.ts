import { readFileSync } from "node:fs";

import { parse } from "smol-toml";
import { expect, test } from "vitest";

import { missingScopes, SCOPE_USES } from "#core/scopes";

test("every scope that shopify.app.toml asks for says what it is for", () => {
  const toml = parse(readFileSync("shopify.app.toml", "utf8")) as { access_scopes: { scopes: string } };
  expect(Object.keys(SCOPE_USES).toSorted()).toEqual(toml.access_scopes.scopes.split(",").toSorted());
});

test("what was not granted is missing; a scope to write includes the one to read", () => {
  const all = Object.keys(SCOPE_USES);
  expect(missingScopes(all)).toEqual([]);
  expect(missingScopes(all.filter((scope) => scope !== "read_customers"))).toEqual([]);
  expect(missingScopes(all.filter((scope) => scope !== "write_customers"))).toEqual(["write_customers"]);
  expect(missingScopes([])).toHaveLength(all.length);
});
