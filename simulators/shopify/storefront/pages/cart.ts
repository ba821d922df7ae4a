import { findVariant } from "../cart-quote.ts";
import type { Visit } from "../visit.ts";
import { redirectTo, sendHtml } from "../visit.ts";
import { rememberVisitor } from "../visitors.ts";

const mostUnits = 99;

/** A whole number of units from a form; null when the text is none. */
function unitsOf(text: string | null): number | null {
  return text !== null && /^\d{1,4}$/.test(text.trim()) ? Number(text) : null;
}

/** Puts units of a variant in the cart; zero takes it out. Returns a sentence when not all of them could be. */
function setUnits(visit: Visit, variantId: number, wanted: number): string | null {
  const { visitor, deps, shop } = visit;
  const found = findVariant(deps.store, shop.domain, variantId);
  const most = found ? Math.max(0, Math.min(mostUnits, found.variant.inventoryQuantity)) : 0;
  const quantity = Math.min(wanted, most);
  const item = visitor.cart.find((candidate) => candidate.variantId === variantId);
  if (quantity === 0) visitor.cart = visitor.cart.filter((candidate) => candidate !== item);
  else if (item) item.quantity = quantity;
  else visitor.cart.push({ variantId, quantity });
  if (!found) return "That product is no longer sold.";
  if (quantity === wanted) return null;
  return quantity === 0
    ? `${found.product.title} is sold out.`
    : `Only ${quantity} of ${found.product.title} can be ordered; your cart holds that many.`;
}

function finish(visit: Visit, notice: string | null): void {
  visit.visitor.notice = notice;
  rememberVisitor(visit.deps.store, visit.visitor, visit.res);
  redirectTo(visit, "/cart");
}

/** The cart with its amounts. */
export async function showCart(visit: Visit): Promise<void> {
  sendHtml(visit, await visit.renderer.page(visit, "Your cart", { template: "cart" }));
}

/** Adds units of a variant to what the cart already holds: fields `id` and `quantity`. */
export function addToCart(visit: Visit): void {
  const variantId = Number(visit.form.get("id"));
  const units = unitsOf(visit.form.get("quantity") ?? "1");
  if (units === null || units === 0) return finish(visit, "Choose a quantity of 1 or more.");
  const inCart = visit.visitor.cart.find((item) => item.variantId === variantId)?.quantity ?? 0;
  finish(visit, setUnits(visit, variantId, inCart + units));
}

/** Sets the units of a variant in the cart: fields `id` and `quantity`, zero removes it. */
export function changeCart(visit: Visit): void {
  const variantId = Number(visit.form.get("id"));
  const units = unitsOf(visit.form.get("quantity"));
  if (units === null) return finish(visit, "Write the quantity as a whole number.");
  const inCart = visit.visitor.cart.some((item) => item.variantId === variantId);
  finish(visit, inCart ? setUnits(visit, variantId, units) : null);
}
