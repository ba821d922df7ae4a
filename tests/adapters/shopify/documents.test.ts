import { readdirSync, readFileSync } from "node:fs";

import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";

const schema = buildSchema(
  readFileSync(new URL("../../../simulators/shopify/schema/admin-2026-10.graphql", import.meta.url), "utf8"),
);
const folder = new URL("../../../app/adapters/shopify/documents/", import.meta.url);

const documents: [name: string, text: string][] = [];
for (const file of readdirSync(folder)) {
  const exported = (await import(new URL(file, folder).href)) as Record<string, string>;
  documents.push(...Object.entries(exported));
}

describe("documents sent to Shopify", () => {
  it.each(documents)("%s is valid in the official schema", (_name, text) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });
});
