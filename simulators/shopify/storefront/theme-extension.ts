import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import type { ThemeExtension } from "../state/storefront-contract.ts";
import type { Placement } from "./app-blocks.ts";
import type { Translations } from "./liquid/translations.ts";
import placements from "./theme/placements.json" with { type: "json" };

const theme = "gid://shopify/OnlineStoreTheme/1";

/** The name in a block's schema; `t:` leads into the extension's translations of its settings. */
function blockName(source: string, words: Translations): string {
  const schema = /{%-?\s*schema\s*-?%}([\s\S]*?){%-?\s*endschema\s*-?%}/.exec(source)?.[1] ?? "{}";
  const { name = "" } = JSON.parse(schema) as { name?: string };
  if (!name.startsWith("t:")) return name;
  let found: string | Translations | undefined = words;
  for (const part of name.slice(2).split(".")) found = typeof found === "object" ? found[part] : undefined;
  return typeof found === "string" ? found : name;
}

/**
 * The theme app extension as Shopify Admin tells the app of it: each block, and where the theme editor placed it.
 * A block that stands nowhere is "available".
 */
export async function describeThemeExtension(extensionDir: string): Promise<ThemeExtension> {
  const read = (...path: string[]): Promise<string> => readFile(join(extensionDir, ...path), "utf8");
  const { name } = parse(await read("shopify.extension.toml")) as { name: string };
  const words = JSON.parse(await read("locales", "en.default.schema.json")) as Translations;
  const activations: ThemeExtension["activations"] = [];
  for (const file of await readdir(join(extensionDir, "blocks"))) {
    const handle = file.replace(/\.liquid$/, "");
    const placed = (placements as Placement[]).filter(({ block }) => block === handle);
    activations.push({
      target: "section",
      handle,
      name: blockName(await read("blocks", file), words),
      status: placed.length > 0 ? "active" : "available",
      activations: placed.map(({ area, id }) => ({ target: `${area}/${id}`, themeId: theme })),
    });
  }
  return {
    handle: name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    type: "theme_app_extension",
    activations,
  };
}
