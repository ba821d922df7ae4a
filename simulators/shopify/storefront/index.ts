import type { CreateStorefront, StorefrontDeps } from "../state/storefront-contract.ts";
import { OperationRefused } from "../operations/index.ts";
import { createRenderer } from "./render-page.ts";
import { PageNotFound, showError } from "./pages/error.ts";
import { findRoute } from "./routes.ts";
import { describeThemeExtension } from "./theme-extension.ts";
import type { Visit } from "./visit.ts";
import { openVisit } from "./visit.ts";

const pathPattern = /^\/storefront\/([a-z0-9][a-z0-9-]*\.myshopify\.com)(\/.*)?$/;

async function answer(deps: StorefrontDeps, visit: Visit): Promise<void> {
  try {
    const route = findRoute(visit.method, visit.path);
    if (!route) throw new PageNotFound("This page does not exist.");
    await route.handle(visit, route.params);
  } catch (error) {
    if (!(error instanceof PageNotFound) && !(error instanceof OperationRefused)) throw error;
    await showError(visit, error instanceof PageNotFound ? 404 : 422, error.message);
  }
}

/** Serves the demo shop under `/storefront/{shop-domain}/…`: pages, cart, checkout, account and app proxy. */
export const createStorefront: CreateStorefront = (deps) => {
  const renderer = createRenderer(deps);
  return {
    themeExtension: () => describeThemeExtension(deps.themeExtensionDir),
    async handle(req, res, url) {
      const match = pathPattern.exec(url.pathname);
      if (!match) return false;
      const shop = deps.store.shop(match[1] as string);
      if (!shop) {
        res
          .writeHead(404, { "content-type": "text/plain; charset=utf-8" })
          .end(`There is no shop ${match[1]}.\n`);
        return true;
      }
      await answer(deps, await openVisit({ deps, renderer, req, res, url, shop, path: match[2] ?? "/" }));
      return true;
    },
  };
};
