import { forwardToApp } from "./app-proxy.ts";
import { logIn, logOut, showAccount, showLogin } from "./pages/account.ts";
import { serveExtensionAsset, serveThemeAsset } from "./pages/assets.ts";
import { addToCart, changeCart, showCart } from "./pages/cart.ts";
import { showCollection, showHome, showProduct } from "./pages/catalogue.ts";
import { showCheckout, submitCheckout } from "./pages/checkout.ts";
import { chooseLanguage } from "./pages/language.ts";
import { showOrder } from "./pages/order.ts";
import type { Visit } from "./visit.ts";

type Handle = (visit: Visit, params: string[]) => Promise<void> | void;
type Route = { method: "GET" | "POST" | "*"; pattern: RegExp; handle: Handle };

// The addresses are those of a real storefront, so that links in blocks and themes need no change.
const routes: Route[] = [
  { method: "GET", pattern: /^\/$/, handle: showHome },
  { method: "GET", pattern: /^\/collections\/([\w-]+)$/, handle: showCollection },
  { method: "GET", pattern: /^\/products\/([\w-]+)$/, handle: showProduct },
  { method: "GET", pattern: /^\/cart$/, handle: showCart },
  { method: "POST", pattern: /^\/cart\/add$/, handle: addToCart },
  { method: "POST", pattern: /^\/cart\/change$/, handle: changeCart },
  { method: "GET", pattern: /^\/checkout$/, handle: showCheckout },
  { method: "POST", pattern: /^\/checkout$/, handle: submitCheckout },
  { method: "GET", pattern: /^\/orders\/([0-9a-f]+)$/, handle: showOrder },
  { method: "GET", pattern: /^\/account$/, handle: showAccount },
  { method: "GET", pattern: /^\/account\/login$/, handle: showLogin },
  { method: "POST", pattern: /^\/account\/login$/, handle: logIn },
  { method: "POST", pattern: /^\/account\/logout$/, handle: logOut },
  { method: "POST", pattern: /^\/localization$/, handle: chooseLanguage },
  { method: "GET", pattern: /^\/assets\/([\w-]+\.css)$/, handle: serveThemeAsset },
  { method: "GET", pattern: /^\/extensions\/assets\/([\w-]+\.(?:css|js|svg))$/, handle: serveExtensionAsset },
  { method: "*", pattern: /^\/apps\/credits(?:\/(.*))?$/, handle: forwardToApp },
];

/** The handler for a path after the shop's base, with the path's parts; undefined when there is none. */
export function findRoute(method: string, path: string): { handle: Handle; params: string[] } | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  for (const route of routes) {
    const match = route.pattern.exec(path);
    if (match && (route.method === "*" || route.method === asked))
      return { handle: route.handle, params: match.slice(1).map((part) => part ?? "") };
  }
  return undefined;
}
