import { z } from "zod";

import type { ReadOrder, ShopifyRead } from "#usecases/ports/shop-reader";

import type { AdminClient } from "./admin-client.server.ts";
import {
  READ_MORE_LINES,
  READ_MORE_REFUND_LINES,
  READ_ORDERS,
  READ_REFUNDS,
} from "./documents/shop-reading.server.ts";
import {
  lineNode,
  orderNode,
  pageInfo,
  refundFields,
  refundLineNode,
  shippingNode,
  toReadOrder,
} from "./reading-fields.server.ts";
import type { LineNode, OrderNode, RefundNode, ShippingNode } from "./reading-fields.server.ts";

const linePage = z.object({ nodes: z.array(lineNode), pageInfo });
const refundLinePage = z.object({ nodes: z.array(refundLineNode), pageInfo });
const ordersAnswer = z.object({
  // What is gone is null; what is another kind of thing has no fields.
  nodes: z.array(
    z
      .object({ lineItems: linePage, shippingLines: z.object({ nodes: z.array(shippingNode) }) })
      .passthrough()
      .nullable(),
  ),
});
const moreLinesAnswer = z.object({ order: z.object({ lineItems: linePage }).nullable() });
const refundsAnswer = z.object({
  nodes: z.array(z.object({ id: z.string(), refundLineItems: refundLinePage }).passthrough().nullable()),
});
const moreRefundLinesAnswer = z.object({ node: z.object({ refundLineItems: refundLinePage }).nullable() });

/** Refunds asked for at once. */
const REFUNDS_AT_ONCE = 10;

/** An order of which all lines are known, and its refunds by id. */
export interface OrderWithLines {
  readonly order: OrderNode;
  readonly lines: readonly LineNode[];
  readonly shipping: readonly ShippingNode[];
}

/** Orders by id with all their lines and refunds. */
export async function readWholeOrders(
  admin: AdminClient,
  shopDomain: string,
  orderIds: readonly string[],
): Promise<ShopifyRead<readonly ReadOrder[]>> {
  const ids = orderIds.map((id) => `gid://shopify/Order/${id}`);
  const answer = await admin.run(shopDomain, {
    document: READ_ORDERS,
    variables: { ids },
    data: ordersAnswer,
  });
  if (!answer.ok) return answer;
  const found: OrderWithLines[] = [];
  for (const node of answer.value.nodes) {
    if (node === null) continue;
    const order = orderNode.parse(node);
    const gid = `gid://shopify/Order/${order.body.id}`;
    const lines = await readRest(node.lineItems, (after) => moreLines(admin, shopDomain, { id: gid, after }));
    if (!lines.ok) return lines;
    found.push({ order, lines: lines.value, shipping: node.shippingLines.nodes });
  }
  return addRefunds(admin, shopDomain, found);
}

/** Completes orders with what hangs on their refunds, which no bulk operation gives. */
export async function addRefunds(
  admin: AdminClient,
  shopDomain: string,
  orders: readonly OrderWithLines[],
): Promise<ShopifyRead<readonly ReadOrder[]>> {
  const gids = orders.flatMap(({ order }) => order.refundGids);
  const refunds = new Map<string, RefundNode>();
  for (let from = 0; from < gids.length; from += REFUNDS_AT_ONCE) {
    const read = await readRefunds(admin, shopDomain, gids.slice(from, from + REFUNDS_AT_ONCE));
    if (!read.ok) return read;
    for (const [gid, refund] of read.value) refunds.set(gid, refund);
  }
  const whole = orders.map(({ order, ...parts }) =>
    toReadOrder(
      order,
      parts,
      order.refundGids.flatMap((gid) => refunds.get(gid) ?? []),
    ),
  );
  return { ok: true, value: whole };
}

async function readRefunds(
  admin: AdminClient,
  shopDomain: string,
  ids: readonly string[],
): Promise<ShopifyRead<[string, RefundNode][]>> {
  const answer = await admin.run(shopDomain, {
    document: READ_REFUNDS,
    variables: { ids },
    data: refundsAnswer,
  });
  if (!answer.ok) return answer;
  const read: [string, RefundNode][] = [];
  for (const refund of answer.value.nodes) {
    if (refund === null) continue;
    const { id } = refund;
    const lines = await readRest(refund.refundLineItems, (after) =>
      moreRefundLines(admin, shopDomain, { id, after }),
    );
    if (!lines.ok) return lines;
    read.push([id, { ...refundFields.parse(refund), refund_line_items: lines.value }]);
  }
  return { ok: true, value: read };
}

interface LinesPage<Line> {
  readonly nodes: readonly Line[];
  readonly pageInfo: z.output<typeof pageInfo>;
}

/** The rows of a first page with those of all that follow. */
async function readRest<Line>(
  first: LinesPage<Line>,
  readPage: (after: string | null) => Promise<ShopifyRead<LinesPage<Line> | null>>,
): Promise<ShopifyRead<readonly Line[]>> {
  const lines = [...first.nodes];
  let page: LinesPage<Line> | null = first;
  while (page?.pageInfo.hasNextPage) {
    const next: ShopifyRead<LinesPage<Line> | null> = await readPage(page.pageInfo.endCursor);
    if (!next.ok) return next;
    page = next.value;
    lines.push(...(page?.nodes ?? []));
  }
  return { ok: true, value: lines };
}

async function moreLines(
  admin: AdminClient,
  shopDomain: string,
  variables: { id: string; after: string | null },
) {
  const answer = await admin.run(shopDomain, { document: READ_MORE_LINES, variables, data: moreLinesAnswer });
  return answer.ok ? { ok: true as const, value: answer.value.order?.lineItems ?? null } : answer;
}

async function moreRefundLines(
  admin: AdminClient,
  shopDomain: string,
  variables: { id: string; after: string | null },
) {
  const call = { document: READ_MORE_REFUND_LINES, variables, data: moreRefundLinesAnswer };
  const answer = await admin.run(shopDomain, call);
  return answer.ok ? { ok: true as const, value: answer.value.node?.refundLineItems ?? null } : answer;
}
