import type { z } from "zod";

import type { PartToSend, SentPackage } from "#core/catalog";
import type { ToldProduct } from "#usecases/ports/item-links";
import type { OrderToSend, ShopCatalog } from "#usecases/ports/shop-catalog";
import type { ShopifyRead } from "#usecases/ports/shop-reader";

import type { AdminClient } from "../admin-client.server.ts";
import {
  LIST_LOCATIONS,
  LIST_PRODUCTS,
  MORE_VARIANTS,
  READ_FULFILMENT,
  READ_FULFILMENT_LINES,
  READ_STOCK,
  READ_VARIANTS,
} from "../documents/catalog.server.ts";
import {
  linesAnswer,
  locationsAnswer,
  moreVariantsAnswer,
  orderAnswer,
  productsAnswer,
  stockAnswer,
  toToldVariant,
  variantsAnswer,
} from "./answers.server.ts";

type Reading = Pick<
  ShopCatalog,
  "listProducts" | "readVariants" | "readStock" | "listLocations" | "readOrderToSend"
>;

/** Products of a page with the first variants of each; both sizes keep one call below Shopify's 1,000 points. */
const PRODUCTS_A_PAGE = 25;

const gids = (kind: string, ids: readonly string[]): string[] =>
  ids.map((id) => `gid://shopify/${kind}/${id}`);

/** What is read of a shop's catalogue through the Admin API. */
export function createCatalogReading(admin: AdminClient): Reading {
  const ask = <T>(
    shopDomain: string,
    document: string,
    variables: Record<string, unknown>,
    data: z.ZodType<T>,
  ): Promise<ShopifyRead<T>> => admin.run(shopDomain, { document, variables, data });
  return {
    async listProducts(shopDomain, after) {
      const variables = { first: PRODUCTS_A_PAGE, after };
      const answer = await ask(shopDomain, LIST_PRODUCTS, variables, productsAnswer);
      if (!answer.ok) return answer;
      const { nodes, pageInfo } = answer.value.products;
      const rows: ToldProduct[] = [];
      for (const { id, title, updatedAt, variants } of nodes) {
        const told = await allVariants(ask, shopDomain, id, variants);
        if (!told.ok) return told;
        rows.push({ productId: id, title, updatedAt, variants: told.value.map(toToldVariant) });
      }
      return { ok: true, value: { rows, next: pageInfo.hasNextPage ? pageInfo.endCursor : null } };
    },
    async readVariants(shopDomain, variantIds) {
      const ids = gids("ProductVariant", variantIds);
      const answer = await ask(shopDomain, READ_VARIANTS, { ids }, variantsAnswer);
      if (!answer.ok) return answer;
      const value = answer.value.nodes.flatMap((node) =>
        node
          ? [
              {
                ...{ variantId: node.id, price: node.price },
                ...{ productId: node.product.id, productTitle: node.product.title },
              },
            ]
          : [],
      );
      return { ok: true, value };
    },
    async readStock(shopDomain, locationId, inventoryItemIds) {
      const variables = {
        ids: gids("InventoryItem", inventoryItemIds),
        locationId: `gid://shopify/Location/${locationId}`,
      };
      const answer = await ask(shopDomain, READ_STOCK, variables, stockAnswer);
      if (!answer.ok) return answer;
      const value = answer.value.nodes.flatMap((node) =>
        node
          ? [
              {
                inventoryItemId: node.id,
                tracked: node.tracked,
                available: node.inventoryLevel?.quantities[0]?.quantity ?? null,
              },
            ]
          : [],
      );
      return { ok: true, value };
    },
    async listLocations(shopDomain) {
      const answer = await ask(shopDomain, LIST_LOCATIONS, {}, locationsAnswer);
      if (!answer.ok) return answer;
      const active = answer.value.locations.nodes.filter(({ isActive }) => isActive);
      return { ok: true, value: active.map(({ id, name }) => ({ locationId: id, name })) };
    },
    readOrderToSend: (shopDomain, orderId) => readOrderToSend(ask, shopDomain, orderId),
  };
}

type Ask = <T>(
  shopDomain: string,
  document: string,
  variables: Record<string, unknown>,
  data: z.ZodType<T>,
) => Promise<ShopifyRead<T>>;
type LinePage = NonNullable<z.output<typeof linesAnswer>["fulfillmentOrder"]>["lineItems"];
type VariantPage = NonNullable<z.output<typeof moreVariantsAnswer>["product"]>["variants"];

async function allVariants(
  ask: Ask,
  shopDomain: string,
  productId: string,
  first: VariantPage,
): Promise<ShopifyRead<VariantPage["nodes"]>> {
  const nodes = [...first.nodes];
  let pageInfo: VariantPage["pageInfo"] = first.pageInfo;
  while (pageInfo.hasNextPage) {
    const variables = { id: `gid://shopify/Product/${productId}`, after: pageInfo.endCursor };
    const answer: ShopifyRead<z.output<typeof moreVariantsAnswer>> = await ask(
      shopDomain,
      MORE_VARIANTS,
      variables,
      moreVariantsAnswer,
    );
    if (!answer.ok) return answer;
    const page: VariantPage | undefined = answer.value.product?.variants;
    if (!page) break;
    nodes.push(...page.nodes);
    pageInfo = page.pageInfo;
  }
  return { ok: true, value: nodes };
}

async function readOrderToSend(
  ask: Ask,
  shopDomain: string,
  orderId: string,
): Promise<ShopifyRead<OrderToSend | null>> {
  const parts: PartToSend[] = [];
  let cancelled = false;
  let packages: SentPackage[] = [];
  let after: string | null = null;
  do {
    const variables: Record<string, unknown> = { id: `gid://shopify/Order/${orderId}`, after };
    const answer: ShopifyRead<z.output<typeof orderAnswer>> = await ask(
      shopDomain,
      READ_FULFILMENT,
      variables,
      orderAnswer,
    );
    if (!answer.ok) return answer;
    const { order } = answer.value;
    if (!order) return { ok: true, value: null };
    cancelled = order.cancelledAt !== null;
    packages = order.fulfillments.filter(({ status }) => status === "SUCCESS").map(toPackage);
    const { nodes, pageInfo } = order.fulfillmentOrders;
    for (const { id, status, assignedLocation } of nodes) {
      // What was cancelled was not sent, and will not be.
      if (status === "CANCELLED") continue;
      const lines = await readLines(ask, shopDomain, id);
      if (!lines.ok) return lines;
      const isOpen = status === "OPEN" || status === "IN_PROGRESS";
      parts.push({
        partId: id,
        locationId: assignedLocation.location?.id ?? "",
        lines: lines.value.map((line) => (isOpen ? line : { ...line, remaining: 0 })),
      });
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return { ok: true, value: { cancelled, parts, packages } };
}

type SentFulfilment = NonNullable<z.output<typeof orderAnswer>["order"]>["fulfillments"][number];

function toPackage({ id, trackingInfo }: SentFulfilment): SentPackage {
  return {
    packageId: id,
    carrier: trackingInfo[0]?.company ?? null,
    trackingNumbers: trackingInfo.flatMap(({ number }) => number ?? []),
  };
}

async function readLines(
  ask: Ask,
  shopDomain: string,
  partId: string,
): Promise<ShopifyRead<PartToSend["lines"][number][]>> {
  const lines: PartToSend["lines"][number][] = [];
  let after: string | null = null;
  do {
    const answer: ShopifyRead<z.output<typeof linesAnswer>> = await ask(
      shopDomain,
      READ_FULFILMENT_LINES,
      { id: partId, after },
      linesAnswer,
    );
    if (!answer.ok) return answer;
    const page: LinePage | undefined = answer.value.fulfillmentOrder?.lineItems;
    if (!page) break;
    for (const { id, totalQuantity, remainingQuantity, lineItem } of page.nodes)
      lines.push({
        id,
        lineId: lineItem.id,
        sent: totalQuantity - remainingQuantity,
        remaining: remainingQuantity,
      });
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return { ok: true, value: lines };
}
