import { orderDrop } from "../drops/order-drop.ts";
import type { Visit } from "../visit.ts";
import { sendHtml } from "../visit.ts";
import { PageNotFound } from "./error.ts";

/** The order behind a token that only its buyer knows: the thank-you page, later the order's status. */
export async function showOrder(visit: Visit, [token = ""]: string[]): Promise<void> {
  const order = visit.deps.store.ordersOf(visit.shop.domain).find((candidate) => candidate.token === token);
  if (!order) throw new PageNotFound("There is no such order.");
  const data = {
    order: orderDrop(order, visit.base),
    just_placed: visit.visitor.placed?.orderToken === token,
  };
  sendHtml(visit, await visit.renderer.page(visit, `Order ${order.name}`, { template: "order", data }));
}
