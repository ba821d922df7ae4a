import { inShopZone } from "../payloads/shop-time.ts";
import { zeroMoney } from "../state/money.ts";
import { fulfillableUnits } from "../state/order-figures.ts";
import type { Order, OrderLine, Refund } from "../state/types.ts";
import type { OperationContext } from "./index.ts";
import type { EditOrderInput } from "./inputs.ts";
import { applyTax, currenciesOf, newLine } from "./order-lines.ts";
import { emitOrder, emitRefund, moveStock, requireOrder, touchOrder } from "./orders.ts";
import { recordRefund, takeUnits } from "./refund-order.ts";
import { refuseUnless } from "./refused.ts";
import { requireShop } from "./shops.ts";

function addLines(context: OperationContext, order: Order, input: EditOrderInput): OrderLine[] {
  const shop = requireShop(context, order.shop);
  const where = { shop, currencies: currenciesOf(order) };
  const added = (input.add ?? []).map((line) => ({ ...newLine(context, where, line), addedByEdit: true }));
  applyTax(added, { rateBps: order.taxRateBps, included: order.taxesIncluded });
  order.lines.push(...added);
  const moves = added.map((line) => ({ variantId: line.variantId, units: -line.quantity }));
  moveStock(context, order, moves);
  return added;
}

function removeUnits(context: OperationContext, order: Order, input: EditOrderInput): Refund | undefined {
  const wanted = (input.remove ?? []).map(({ lineId, quantity }) => {
    const line = order.lines.find((candidate) => candidate.id === lineId);
    refuseUnless(line, `The order has no line ${lineId}.`);
    refuseUnless(
      quantity <= fulfillableUnits(line),
      `Only unfulfilled units can be taken off; "${line.title}" has ${fulfillableUnits(line)}.`,
    );
    return { line, quantity };
  });
  if (wanted.length === 0) return undefined;
  const lines = wanted.map(({ line, quantity }) => takeUnits(context, line, quantity, "cancel"));
  return recordRefund(context, order, { lines, shipping: zeroMoney, given: zeroMoney, note: null });
}

function orderEditPayload(
  context: OperationContext,
  order: Order,
  input: EditOrderInput,
  added: OrderLine[],
): object {
  const at = inShopZone(context.store, order.shop, order.updatedAt);
  return {
    order_edit: {
      id: context.store.nextId(),
      app_id: null,
      created_at: at,
      committed_at: at,
      notify_customer: false,
      order_id: order.id,
      staff_note: "",
      user_id: null,
      line_items: {
        additions: added.map((line) => ({ id: line.id, delta: line.quantity })),
        removals: (input.remove ?? []).map(({ lineId, quantity }) => ({ id: lineId, delta: quantity })),
      },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
    },
  };
}

/**
 * Adds lines or takes unfulfilled units off. No money moves: what is due is paid with payOrder, what is owed is given
 * back with refundOrder and an amount. Units taken off become a refund without transactions, as in Shopify.
 * Emits orders/edited (the edit only), orders/updated, and refunds/create when units were taken off.
 */
export function editOrder(context: OperationContext, input: EditOrderInput): Order {
  const order = requireOrder(context, input);
  refuseUnless(!order.cancelledAt, "A cancelled order cannot be edited.");
  refuseUnless((input.add?.length ?? 0) + (input.remove?.length ?? 0) > 0, "The edit changes nothing.");
  const refund = removeUnits(context, order, input);
  const added = addLines(context, order, input);
  order.editedAt = [...(order.editedAt ?? []), context.store.now()];
  touchOrder(context, order);
  context.emit({
    shop: order.shop,
    topic: "orders/edited",
    payload: orderEditPayload(context, order, input, added),
  });
  if (refund) emitRefund(context, order, refund);
  emitOrder(context, order, "orders/updated");
  return order;
}
