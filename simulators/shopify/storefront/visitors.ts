import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Store } from "../state/store.ts";

export type CartItem = { variantId: number; quantity: number };

/** A browser in one shop. Kept in the simulator's state, so that a cart survives a restart. */
export type Visitor = {
  /** Null until there is something to remember. */
  id: string | null;
  shop: string;
  customerId: number | null;
  locale: string;
  cart: CartItem[];
  /** Names this filling of the cart, so that a form sent twice places one order. */
  cartToken: string;
  /** The order that the last cart became. */
  placed: { cartToken: string; orderToken: string } | null;
  /** A sentence for the next page. */
  notice: string | null;
};

const cookieName = "storefront_visitor";
const keptVisitors = 2000;

const visitorsOf = (store: Store): Record<string, Visitor> =>
  store.section<Record<string, Visitor>>("storefront-visitors", () => ({}));

/** The visitor that the cookie names, or a new one that nothing is remembered of yet. */
export function recallVisitor(store: Store, shop: string, cookies: string | undefined): Visitor {
  const id = new RegExp(`(?:^|;\\s*)${cookieName}=([0-9a-f-]{36})`).exec(cookies ?? "")?.[1];
  const known = id === undefined ? undefined : visitorsOf(store)[id];
  if (known?.shop === shop) return known;
  return {
    id: null,
    shop,
    customerId: null,
    locale: "en",
    cart: [],
    cartToken: randomUUID(),
    placed: null,
    notice: null,
  };
}

/** Keeps what changed about a visitor and, the first time, hands out the cookie. */
export function rememberVisitor(store: Store, visitor: Visitor, res: ServerResponse): void {
  if (visitor.id === null) {
    const visitors = visitorsOf(store);
    visitor.id = randomUUID();
    visitors[visitor.id] = visitor;
    for (const oldest of Object.keys(visitors).slice(0, -keptVisitors)) delete visitors[oldest];
    res.setHeader(
      "set-cookie",
      `${cookieName}=${visitor.id}; Path=/storefront/${visitor.shop}; HttpOnly; SameSite=Lax; Max-Age=2592000`,
    );
  }
  store.changed();
}
