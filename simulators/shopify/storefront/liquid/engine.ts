import { join } from "node:path";
import { Liquid } from "liquidjs";
import type { Shop } from "../../state/types.ts";
import { registerFilters } from "./filters.ts";
import { registerTags } from "./tags.ts";
import { loadTranslations } from "./translations.ts";

type Setting = { base: string; shop: Shop; locale: string };

// Templates are read anew for each page, so that an edit shows at the next reload.
const common = { extname: ".liquid", strictFilters: true, cache: false } as const;

/** Liquid for the demo theme. Its own words are English and stand in the templates. */
export function createThemeEngine(options: Setting & { themeDir: string }): Liquid {
  const engine = new Liquid({
    ...common,
    root: options.themeDir,
    partials: join(options.themeDir, "snippets"),
  });
  registerTags(engine);
  registerFilters(engine, { ...options, assetBase: `${options.base}/assets`, translations: {} });
  return engine;
}

/** Liquid for a theme app extension: its own snippets, assets and translations, and nothing of the theme's. */
export function createExtensionEngine(options: Setting & { extensionDir: string }): Liquid {
  const engine = new Liquid({ ...common, root: join(options.extensionDir, "snippets") });
  registerTags(engine);
  registerFilters(engine, {
    ...options,
    assetBase: `${options.base}/extensions/assets`,
    translations: loadTranslations(options.extensionDir, options.locale),
  });
  return engine;
}
