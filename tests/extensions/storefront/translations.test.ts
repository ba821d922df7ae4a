import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { themeExtensionDir } from "../../simulators/storefront/open-shop.ts";

type Words = { [key: string]: string | Words };
const pluralForms = new Set(["zero", "one", "two", "few", "many", "other"]);

const read = (file: string): Words =>
  JSON.parse(readFileSync(join(themeExtensionDir, "locales", file), "utf8")) as Words;

const isPlural = (words: Words): boolean => Object.keys(words).every((key) => pluralForms.has(key));

/** Every text with its dotted key; the forms of a plural count as one key. */
function textsOf(words: Words, path = ""): [string, string | Words][] {
  return Object.entries(words).flatMap(([key, value]): [string, string | Words][] => {
    const at = path === "" ? key : `${path}.${key}`;
    return typeof value === "string" || isPlural(value) ? [[at, value]] : textsOf(value, at);
  });
}

const keysOf = (file: string): string[] => textsOf(read(file)).map(([key]) => key);
const liquidFiles = ["blocks", "snippets"].flatMap((folder) =>
  readdirSync(join(themeExtensionDir, folder)).map((file) => join(themeExtensionDir, folder, file)),
);
const liquid = liquidFiles.map((file) => readFileSync(file, "utf8")).join("\n");

describe.each(["de", "fr", "es"])("%s", (locale) => {
  it.each(["", ".schema"])("has every key of English and no other (%s)", (kind) => {
    expect(keysOf(`${locale}${kind}.json`).sort()).toEqual(keysOf(`en.default${kind}.json`).sort());
  });
});

it.each([
  ["en", "en.default.json"],
  ["de", "de.json"],
  ["fr", "fr.json"],
  ["es", "es.json"],
])("%s has exactly the plural forms of its language, each with the amount", (locale, file) => {
  for (const [, text] of textsOf(read(file))) {
    if (typeof text === "string") continue;
    expect(Object.keys(text).sort()).toEqual(
      [...new Intl.PluralRules(locale).resolvedOptions().pluralCategories].sort(),
    );
    for (const form of Object.values(text)) expect(form).toContain("{{ amount }}");
  }
});

it("uses every text, and no text that is missing", () => {
  const used = [...liquid.matchAll(/'(credits\.[\w.]+)'\s*\|\s*t\b/g)].map(([, key]) => key as string);
  expect([...new Set(used)].sort()).toEqual(keysOf("en.default.json").sort());
  const usedInSchema = [...liquid.matchAll(/"t:([\w.]+)"/g)].map(([, key]) => key as string);
  expect([...new Set(usedInSchema)].sort()).toEqual(keysOf("en.default.schema.json").sort());
});

it("fills in the same names in every language", () => {
  const namesIn = (text: string | Words | undefined): string[] => [
    ...new Set(
      [...JSON.stringify(text ?? "").matchAll(/\{\{ (\w+) \}\}/g)].map(([, name]) => name as string),
    ),
  ];
  const english = new Map(textsOf(read("en.default.json")));
  for (const locale of ["de", "fr", "es"])
    for (const [key, text] of textsOf(read(`${locale}.json`)))
      expect(namesIn(text)).toEqual(namesIn(english.get(key)));
});
