import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Translations = { [key: string]: string | Translations };

/** The words of one language; the default language's file when there is none for it. */
export function loadTranslations(extensionDir: string, locale: string): Translations {
  const own = join(extensionDir, "locales", `${locale}.json`);
  const file = existsSync(own) ? own : join(extensionDir, "locales", "en.default.json");
  return JSON.parse(readFileSync(file, "utf8")) as Translations;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function textFor(
  found: string | Translations | undefined,
  locale: string,
  count: unknown,
): string | undefined {
  if (typeof found !== "object") return found;
  if (count === undefined) return undefined;
  const text = found[new Intl.PluralRules(locale).select(Number(count))] ?? found.other;
  return typeof text === "string" ? text : undefined;
}

/**
 * The `t` filter: a dotted key, a plural form picked by `count`, and `{{ name }}` filled in. A key that does not exist is
 * written as Shopify writes it, so that it is seen. Text is escaped unless the key ends in `_html`.
 */
export function translate(
  translations: Translations,
  request: { key: string; locale: string; values: Record<string, unknown> },
): string {
  const { key, locale, values } = request;
  let found: string | Translations | undefined = translations;
  for (const part of key.split(".")) found = typeof found === "object" ? found[part] : undefined;
  const text = textFor(found, locale, values.count);
  if (text === undefined) return `Translation missing: ${locale}.${key}`;
  const filled = text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
  return key.endsWith("_html") ? filled : escapeHtml(filled);
}
