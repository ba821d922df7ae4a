import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "../state/store.ts";
import type { Customer, Shop } from "../state/types.ts";
import { customerDrop } from "./drops/customer-drop.ts";
import { routesDrop, shopDrop } from "./drops/shop-drop.ts";
import { createExtensionEngine } from "./liquid/engine.ts";
import placements from "./theme/placements.json" with { type: "json" };
import type { Visit } from "./visit.ts";

type Settings = Record<string, unknown>;

/** Where the theme editor put a block, and the merchant's settings for it. */
export type Placement = { area: string; id: string; block: string; settings: Settings };

/** Who looks at a block, where and in which language. */
export type Scene = {
  store: Store;
  shop: Shop;
  customer: Customer | undefined;
  locale: string;
  /** In front of every address of the shop. */
  base: string;
  /** The page's path after the base. */
  path: string;
};

function schemaDefaults(source: string): Settings {
  const schema = /{%-?\s*schema\s*-?%}([\s\S]*?){%-?\s*endschema\s*-?%}/.exec(source)?.[1];
  if (schema === undefined) throw new SyntaxError("The block has no schema");
  const { settings = [] } = JSON.parse(schema) as { settings?: { id?: string; default?: unknown }[] };
  return Object.fromEntries(settings.flatMap(({ id, default: value = null }) => (id ? [[id, value]] : [])));
}

/** One block as Shopify writes it into a page: wrapped, with settings, and with the app's own view of the customer. */
export async function renderAppBlock(
  scene: Scene,
  extensionDir: string,
  placement: Placement,
): Promise<string> {
  const { store, shop, customer, locale, base, path } = scene;
  const source = await readFile(join(extensionDir, "blocks", `${placement.block}.liquid`), "utf8");
  const engine = createExtensionEngine({ extensionDir, base, shop, locale });
  const block = {
    id: placement.id,
    type: `shopify://apps/${store.app.handle}/blocks/${placement.block}`,
    settings: { ...schemaDefaults(source), ...placement.settings },
    shopify_attributes: `data-block-handle="${placement.block}"`,
  };
  const globals = {
    shop: shopDrop(shop),
    routes: routesDrop({ base, path }),
    customer: customer ? customerDrop(store, customer, { reader: "app" }) : null,
    request: { locale: { iso_code: locale }, path },
    localization: { language: { iso_code: locale } },
  };
  const html = (await engine.parseAndRender(source, { block }, { globals })) as string;
  return `<div id="shopify-block-${placement.id}" class="shopify-block shopify-app-block">${html}</div>`;
}

/** The blocks of every area of the theme; empty while the app is not installed in the shop. */
export async function renderAppBlocks(visit: Visit, extensionDir: string): Promise<Record<string, string>> {
  const areas: Record<string, string> = {};
  const { store } = visit.deps;
  const scene = { ...visit, store, locale: visit.visitor.locale };
  const installed = Object.values(store.state.installations).some(({ shop }) => shop === visit.shop.domain);
  if (!installed) return areas;
  for (const placement of placements as Placement[]) {
    const html = await renderAppBlock(scene, extensionDir, placement).catch(liquidError);
    areas[placement.area] = (areas[placement.area] ?? "") + html;
  }
  return areas;
}

/** A block that fails must not take the shop down: the page names the error in its place, as Shopify does. */
function liquidError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `<p class="liquid-error" role="alert">Liquid error: ${message.replace(/[&<>]/g, " ")}</p>`;
}
