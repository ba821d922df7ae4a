import { z } from "zod";

import type { ReadPage, ShopReader, ShopifyRead } from "#usecases/ports/shop-reader";

import type { AdminClient } from "./admin-client.server.ts";
import { changeQuery } from "./change-query.server.ts";
import { NEWEST_CHANGES, NEWEST_PRODUCTS } from "./documents/newest-changes.server.ts";
import { LIST_CUSTOMERS, LIST_ORDERS } from "./documents/shop-reading.server.ts";
import { HAPPENINGS_SHOWN, happeningsNode, shownProduct, toToldCustomer } from "./newest-fields.server.ts";
import { customerNode, outlineNode, pageInfo, toReadCustomer } from "./reading-fields.server.ts";
import { readWholeOrders } from "./whole-orders.server.ts";

const ordersAnswer = z.object({ orders: z.object({ nodes: z.array(outlineNode), pageInfo }) });
const customersAnswer = z.object({ customers: z.object({ nodes: z.array(customerNode), pageInfo }) });
const newestAnswer = z.object({
  orders: z.object({ nodes: z.array(z.intersection(outlineNode, happeningsNode)) }),
  customers: z.object({ nodes: z.array(customerNode) }),
});
const productsAnswer = z.object({ products: z.object({ nodes: z.array(shownProduct) }) });

/** Rows of one page: as many as cost about a quarter of what a query may. */
const ROWS_A_PAGE = 100;

/** How many of the newest changes are looked at; each order among them costs some ten points. */
const NEWEST = 20;

/** Reads shops through the Admin API. */
export function createShopReader(admin: AdminClient, rowsAPage = ROWS_A_PAGE): ShopReader {
  return {
    async listOrders(shopDomain, range, after) {
      const variables = { first: rowsAPage, after, query: changeQuery(range) };
      const answer = await admin.run(shopDomain, { document: LIST_ORDERS, variables, data: ordersAnswer });
      return answer.ok ? toPage(answer.value.orders, (row) => row) : answer;
    },
    readOrders: (shopDomain, orderIds) => readWholeOrders(admin, shopDomain, orderIds),
    async listCustomers(shopDomain, range, after) {
      const variables = { first: rowsAPage, after, query: changeQuery(range) };
      const call = { document: LIST_CUSTOMERS, variables, data: customersAnswer };
      const answer = await admin.run(shopDomain, call);
      return answer.ok ? toPage(answer.value.customers, toReadCustomer) : answer;
    },
    async newestChanges(shopDomain, range) {
      const variables = { first: NEWEST, query: changeQuery(range) };
      const answer = await admin.run(shopDomain, {
        document: NEWEST_CHANGES,
        variables: { ...variables, happenings: HAPPENINGS_SHOWN },
        data: newestAnswer,
      });
      if (!answer.ok) return answer;
      const { orders, customers } = answer.value;
      const listed = { document: NEWEST_PRODUCTS, variables, data: productsAnswer };
      const products = await admin.run(shopDomain, listed);
      return {
        ok: true,
        value: {
          orders: orders.nodes,
          customers: customers.nodes.flatMap(toToldCustomer),
          products: products.ok ? products.value.products.nodes : [],
        },
      };
    },
  };
}

function toPage<Node, Row>(
  connection: { readonly nodes: readonly Node[]; readonly pageInfo: z.output<typeof pageInfo> },
  toRow: (node: Node) => Row,
): ShopifyRead<ReadPage<Row>> {
  const { hasNextPage, endCursor } = connection.pageInfo;
  return { ok: true, value: { rows: connection.nodes.map(toRow), next: hasNextPage ? endCursor : null } };
}
