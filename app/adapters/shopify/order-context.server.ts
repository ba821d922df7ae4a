import { z } from "zod";

import type { ContextNeeds } from "#core/earning";
import type { ProductFacts } from "#core/rules";
import { currencyScale, Fault, parseDecimal } from "#core/units";
import type { OrderContextRead, OrderContexts } from "#usecases/ports/order-contexts";

import type { AdminClient } from "./admin-client.server.ts";
import { ORDER_CONTEXT, PRODUCT_COLLECTIONS } from "./documents/order-context.server.ts";

/** Shopify could not be asked about an order; the event that needs the answer is tried again. */
export class OrderContextFault extends Fault {
  readonly code = "order_context_out_of_reach";
}

/** The number at the end of a global id such as `gid://shopify/Product/7`. */
const numericId = z.string().transform((id) => id.slice(id.lastIndexOf("/") + 1));

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const collectionPage = z.object({ pageInfo, nodes: z.array(z.object({ id: numericId })) });
const collectionsAnswer = z.object({ product: z.object({ collections: collectionPage }).nullable() });

const line = z.object({
  variant: z.object({ id: numericId, price: z.string(), compareAtPrice: z.string().nullable() }).nullable(),
  product: z
    .object({
      id: numericId,
      productType: z.string(),
      tags: z.array(z.string()),
      collections: collectionPage,
    })
    .nullable(),
});

const transaction = z.object({
  kind: z.string(),
  status: z.string(),
  gateway: z.string().nullable(),
  amountSet: z.object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) }),
});

const answer = z.object({
  order: z
    .object({
      customerJourneySummary: z.object({ customerOrderIndex: z.number().int().nullable() }).nullable(),
      transactions: z.array(transaction),
      lineItems: z
        .object({
          pageInfo,
          nodes: z.array(line),
        })
        .optional(),
    })
    .nullable(),
});

type Line = z.output<typeof line>;

/** What Shopify says of an order beyond its webhooks: one read, and one for each further page that is asked about. */
export function createShopifyOrderContexts(admin: AdminClient): OrderContexts {
  return {
    async read(shopDomain, orderId, needs) {
      const first = await readPage(admin, shopDomain, orderId, needs, null);
      const lines: Line[] = [...(first.lineItems?.nodes ?? [])];
      let page = first.lineItems?.pageInfo;
      while (page?.hasNextPage) {
        const next = await readPage(admin, shopDomain, orderId, needs, page.endCursor);
        lines.push(...(next.lineItems?.nodes ?? []));
        page = next.lineItems?.pageInfo;
      }
      return {
        products: await productsOf(lines, (productId, after) =>
          readCollections(admin, shopDomain, productId, after),
        ),
        orderIndex: first.customerJourneySummary?.customerOrderIndex ?? null,
        giftCardPaidMinor: paidWithGiftCards(first.transactions),
      } satisfies OrderContextRead;
    },
  };
}

async function readPage(
  admin: AdminClient,
  shopDomain: string,
  orderId: string,
  needs: ContextNeeds,
  after: string | null,
) {
  const variables = { id: `gid://shopify/Order/${orderId}`, products: needs.products, after };
  const result = await admin.run(shopDomain, { document: ORDER_CONTEXT, variables, data: answer });
  if (!result.ok) throw new OrderContextFault(`order ${orderId}: ${result.failure}`);
  if (result.value.order === null) throw new OrderContextFault(`order ${orderId} is not in the shop`);
  return result.value.order;
}

type CollectionPage = z.output<typeof collectionPage>;
type ReadCollections = (productId: string, after: string | null) => Promise<CollectionPage>;

async function readCollections(
  admin: AdminClient,
  shopDomain: string,
  productId: string,
  after: string | null,
): Promise<CollectionPage> {
  const variables = { id: `gid://shopify/Product/${productId}`, after };
  const call = { document: PRODUCT_COLLECTIONS, variables, data: collectionsAnswer };
  const result = await admin.run(shopDomain, call);
  if (!result.ok) throw new OrderContextFault(`product ${productId}: ${result.failure}`);
  if (result.value.product === null) throw new OrderContextFault(`product ${productId} is not in the shop`);
  return result.value.product.collections;
}

async function productsOf(lines: readonly Line[], readMore: ReadCollections): Promise<ProductFacts[]> {
  const products = new Map<string, ProductFacts>();
  for (const { product, variant } of lines) {
    if (product === null) continue;
    const known = products.get(product.id);
    const onSale = variant !== null && isOnSale(variant) ? [variant.id] : [];
    products.set(product.id, {
      productId: product.id,
      productType: product.productType || null,
      tags: product.tags,
      collectionIds:
        known?.collectionIds ?? (await allCollections(product.id, product.collections, readMore)),
      saleVariantIds: [...new Set([...(known?.saleVariantIds ?? []), ...onSale])],
    });
  }
  return [...products.values()];
}

async function allCollections(
  productId: string,
  first: CollectionPage,
  readMore: ReadCollections,
): Promise<string[]> {
  const ids = first.nodes.map(({ id }) => id);
  let page = first.pageInfo;
  while (page.hasNextPage) {
    const next = await readMore(productId, page.endCursor);
    ids.push(...next.nodes.map(({ id }) => id));
    page = next.pageInfo;
  }
  return ids;
}

/** Prices are decimals of one currency; the number of their places does not matter to which one is higher. */
function isOnSale({ price, compareAtPrice }: NonNullable<Line["variant"]>): boolean {
  return compareAtPrice !== null && Number(compareAtPrice) > Number(price);
}

/** What gift cards paid, in minor units of the shop's currency. */
function paidWithGiftCards(transactions: readonly z.output<typeof transaction>[]): number {
  return transactions
    .filter(
      ({ gateway, kind, status }) =>
        gateway === "gift_card" && status === "SUCCESS" && (kind === "SALE" || kind === "CAPTURE"),
    )
    .reduce((sum, { amountSet: { shopMoney } }) => {
      return sum + (parseDecimal(shopMoney.amount, currencyScale(shopMoney.currencyCode)) ?? 0);
    }, 0);
}
