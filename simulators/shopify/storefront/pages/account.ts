import { customerDrop } from "../drops/customer-drop.ts";
import { orderDrop } from "../drops/order-drop.ts";
import type { Visit } from "../visit.ts";
import { redirectTo, sendHtml } from "../visit.ts";
import { rememberVisitor } from "../visitors.ts";

/** Only a path of this shop may follow a log-in; anything else leads to the account. */
function safeReturn(wanted: string | null): string {
  return wanted !== null && /^\/(?![/\\])[\w\-/?=&.%]*$/.test(wanted) ? wanted : "/account";
}

/** The customer's account: credits, details and orders, newest first. */
export async function showAccount(visit: Visit): Promise<void> {
  const { deps, shop, customer } = visit;
  if (!customer) return redirectTo(visit, "/account/login?return_to=%2Faccount");
  const orders = deps.store
    .ordersOf(shop.domain)
    .filter(({ customerId }) => customerId === customer.id)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id - a.id);
  const data = { orders: orders.map((order) => orderDrop(order, visit.base)) };
  sendHtml(visit, await visit.renderer.page(visit, "Your account", { template: "account", data }));
}

/** The list of demo customers to log in as. */
export async function showLogin(visit: Visit): Promise<void> {
  const { deps, shop } = visit;
  const data = {
    customers: deps.store
      .customersOf(shop.domain)
      .map((each) => customerDrop(deps.store, each, { reader: "theme" })),
    return_to: safeReturn(visit.url.searchParams.get("return_to")),
  };
  sendHtml(visit, await visit.renderer.page(visit, "Log in", { template: "login", data }));
}

/** Logs in as the chosen customer: fields `customer_id` and `return_to`. */
export function logIn(visit: Visit): void {
  const { deps, shop, visitor, form } = visit;
  const customer = deps.store.customer(shop.domain, Number(form.get("customer_id")));
  if (customer) visitor.customerId = customer.id;
  else visitor.notice = "Choose one of the customers.";
  rememberVisitor(deps.store, visitor, visit.res);
  redirectTo(visit, customer ? safeReturn(form.get("return_to")) : "/account/login");
}

/** Logs out; the cart stays with the browser. */
export function logOut(visit: Visit): void {
  visit.visitor.customerId = null;
  rememberVisitor(visit.deps.store, visit.visitor, visit.res);
  redirectTo(visit, "/");
}
