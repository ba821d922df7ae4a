import { fileURLToPath } from "node:url";
import type { StorefrontDeps } from "../state/storefront-contract.ts";
import { cartDrop } from "./drops/cart-drop.ts";
import { customerDrop } from "./drops/customer-drop.ts";
import { routesDrop, shopDrop } from "./drops/shop-drop.ts";
import { renderAppBlocks } from "./app-blocks.ts";
import { createThemeEngine } from "./liquid/engine.ts";
import type { Visit } from "./visit.ts";
import { rememberVisitor } from "./visitors.ts";

const themeDir = fileURLToPath(new URL("./theme", import.meta.url));

/** The body of a page: a template of the theme with its data, or Liquid that an app answered with. */
export type PageBody = { template: string; data?: Record<string, unknown> } | { liquid: string };

export type Renderer = {
  /** A whole page in the theme's layout. */
  page(visit: Visit, title: string, body: PageBody): Promise<string>;
};

function takeNotice(visit: Visit): string | null {
  const { notice } = visit.visitor;
  if (notice === null) return null;
  visit.visitor.notice = null;
  rememberVisitor(visit.deps.store, visit.visitor, visit.res);
  return notice;
}

function globalsOf(visit: Visit): Record<string, unknown> {
  const { deps, visitor, shop } = visit;
  return {
    shop: shopDrop(shop),
    routes: routesDrop(visit),
    cart: cartDrop(deps.store, shop, visitor.cart),
    customer: visit.customer ? customerDrop(deps.store, visit.customer, { reader: "theme" }) : null,
    request: { locale: { iso_code: visitor.locale }, path: visit.path },
    localization: { language: { iso_code: visitor.locale } },
  };
}

/** Draws pages: the theme's template inside its layout, with the app blocks where the theme editor placed them. */
export function createRenderer(deps: StorefrontDeps): Renderer {
  return {
    async page(visit, title, body) {
      const engine = createThemeEngine({
        themeDir,
        base: visit.base,
        shop: visit.shop,
        locale: visit.visitor.locale,
      });
      const template = "template" in body ? body.template : "app-proxy";
      const globals = {
        ...globalsOf(visit),
        page_title: title,
        template,
        notice: takeNotice(visit),
        app_blocks: await renderAppBlocks(visit, deps.themeExtensionDir),
      };
      const content =
        "liquid" in body
          ? await engine.parseAndRender(body.liquid, { customer: appCustomer(visit) }, { globals })
          : await engine.renderFile(`templates/${body.template}`, body.data ?? {}, { globals });
      return (await engine.renderFile(
        "layout/theme",
        { content_for_layout: content },
        { globals },
      )) as string;
    },
  };
}

/** Liquid that an app sends through its proxy may read the app's own metafields; the theme may not. */
function appCustomer(visit: Visit): unknown {
  return visit.customer ? customerDrop(visit.deps.store, visit.customer, { reader: "app" }) : null;
}
