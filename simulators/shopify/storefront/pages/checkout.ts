import { randomUUID } from "node:crypto";
import { formatMinor } from "../../state/money.ts";
import type { Order } from "../../state/types.ts";
import type { CartQuote } from "../cart-quote.ts";
import { quoteCart } from "../cart-quote.ts";
import type { Visit } from "../visit.ts";
import { redirectTo, sendHtml } from "../visit.ts";
import { rememberVisitor } from "../visitors.ts";

const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function backToCart(visit: Visit, notice: string): void {
  visit.visitor.notice = notice;
  rememberVisitor(visit.deps.store, visit.visitor, visit.res);
  redirectTo(visit, "/cart");
}

async function renderForm(visit: Visit, problem: { email: string; message: string } | null): Promise<void> {
  const data = {
    cart_token: visit.visitor.cartToken,
    email: problem?.email ?? visit.customer?.email ?? "",
    email_error: problem?.message ?? null,
  };
  const html = await visit.renderer.page(visit, "Checkout", { template: "checkout", data });
  sendHtml(visit, html, problem ? 422 : 200);
}

/** The summary with the pay button. An empty cart leads back to the cart. */
export async function showCheckout(visit: Visit): Promise<void> {
  if (quoteCart(visit.deps.store, visit.shop, visit.visitor.cart).items.length === 0)
    return backToCart(visit, "Your cart is empty. Put something in it before you check out.");
  await renderForm(visit, null);
}

function placeFromCart(visit: Visit, quote: CartQuote, email: string): Order {
  const { deps, shop, customer } = visit;
  return deps.operations.placeOrder({
    shop: shop.domain,
    customerId: customer?.id ?? null,
    email,
    lines: quote.items.map(({ variant, quantity }) => ({ variantId: variant.id, quantity })),
    ...(quote.requiresShipping ? { shippingAmount: formatMinor(quote.shippingMinor, shop.currency) } : {}),
    pay: visit.form.get("pay") === "now",
    sourceName: "web",
  });
}

/**
 * Turns the cart into an order: field `pay` is `now` or `later`. The cart's token makes a form that is sent twice lead to
 * the one order it placed.
 */
export async function submitCheckout(visit: Visit): Promise<void> {
  const { visitor, deps, form } = visit;
  const { placed } = visitor;
  if (placed && placed.cartToken === form.get("cart_token"))
    return redirectTo(visit, `/orders/${placed.orderToken}`);
  const quote = quoteCart(deps.store, visit.shop, visitor.cart);
  if (quote.items.length === 0)
    return backToCart(visit, "Your cart is empty. Put something in it before you check out.");
  const email = (visit.customer?.email ?? form.get("email") ?? "").trim();
  if (!emailPattern.test(email))
    return renderForm(visit, { email, message: "Enter an email address, for example name@example.com." });
  const order = placeFromCart(visit, quote, email);
  visitor.placed = { cartToken: visitor.cartToken, orderToken: order.token };
  visitor.cart = [];
  visitor.cartToken = randomUUID();
  rememberVisitor(deps.store, visitor, visit.res);
  redirectTo(visit, `/orders/${order.token}`);
}
