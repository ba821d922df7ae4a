import { globalId } from "../state/metafields.ts";
import type { Order } from "../state/types.ts";
import { connectionOf } from "./connection.ts";
import type { PageArgs } from "./connection.ts";

type Agreement = {
  kind: "OrderAgreement" | "OrderEditAgreement" | "RefundAgreement";
  reason: string;
  happenedAt: string;
};

/** What merchant and customer agreed on: the order, its edits, and refunds in which money moved. */
function agreementsOf(order: Order): Agreement[] {
  const edits = order.editedAt ?? [];
  const refunds = order.refunds.filter(({ transactions }) => transactions.length > 0);
  const rows: Agreement[] = [
    { kind: "OrderAgreement", reason: "ORDER", happenedAt: order.createdAt },
    ...edits.map((happenedAt) => ({ kind: "OrderEditAgreement" as const, reason: "ORDER_EDIT", happenedAt })),
    ...refunds.map(({ createdAt }) => ({
      kind: "RefundAgreement" as const,
      reason: "REFUND",
      happenedAt: createdAt,
    })),
  ];
  return rows.sort((a, b) => a.happenedAt.localeCompare(b.happenedAt));
}

/** Order.agreements, oldest first. */
export function agreementsField(order: Order): (args: PageArgs) => object {
  const rows = agreementsOf(order).map((row, index) => ({ ...row, id: order.id * 100 + index }));
  return (args) =>
    connectionOf(rows, args, {
      key: ({ id }) => String(id),
      node: ({ id, kind, reason, happenedAt }) => ({
        __typename: kind,
        id: globalId(kind, id),
        reason,
        happenedAt,
      }),
    });
}
