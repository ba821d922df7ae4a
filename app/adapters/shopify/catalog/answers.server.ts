import { z } from "zod";

import type { ToldProduct } from "#usecases/ports/item-links";

/** The number in `gid://shopify/Product/7`. */
export const gidNumber = z.string().transform((gid) => gid.slice(gid.lastIndexOf("/") + 1));

/** What Shopify calls the only variant of a product that has no options. */
const ONLY_VARIANT = "Default Title";

const listedVariant = z.object({
  id: gidNumber,
  title: z.string(),
  price: z.string(),
  sku: z.string().nullable(),
  inventoryItem: z.object({ id: gidNumber }),
});

/** A variant of a list of links. */
export function toToldVariant(variant: z.output<typeof listedVariant>): ToldProduct["variants"][number] {
  return {
    variantId: variant.id,
    inventoryItemId: variant.inventoryItem.id,
    title: variant.title === ONLY_VARIANT ? null : variant.title,
    sku: variant.sku || null,
    price: variant.price,
  };
}

const productHead = z.object({ id: gidNumber, title: z.string(), updatedAt: z.string() });
const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const userErrors = z.array(z.object({ code: z.string().nullish(), message: z.string() }));
export type UserErrors = z.output<typeof userErrors>;

export const productsAnswer = z.object({
  products: z.object({
    nodes: z.array(productHead.extend({ variants: z.object({ nodes: z.array(listedVariant), pageInfo }) })),
    pageInfo,
  }),
});
export const moreVariantsAnswer = z.object({
  product: z.object({ variants: z.object({ nodes: z.array(listedVariant), pageInfo }) }).nullable(),
});
export const variantsAnswer = z.object({
  nodes: z.array(
    z
      .object({ id: gidNumber, price: z.string(), product: z.object({ id: gidNumber, title: z.string() }) })
      .nullable(),
  ),
});
export const stockAnswer = z.object({
  nodes: z.array(
    z
      .object({
        id: gidNumber,
        tracked: z.boolean(),
        inventoryLevel: z
          .object({ quantities: z.array(z.object({ quantity: z.number().int() })) })
          .nullable(),
      })
      .nullable(),
  ),
});
export const locationsAnswer = z.object({
  locations: z.object({
    nodes: z.array(z.object({ id: gidNumber, name: z.string(), isActive: z.boolean() })),
  }),
});
export const orderAnswer = z.object({
  order: z
    .object({
      cancelledAt: z.string().nullable(),
      fulfillments: z.array(
        z.object({
          id: gidNumber,
          status: z.string(),
          trackingInfo: z.array(z.object({ company: z.string().nullable(), number: z.string().nullable() })),
        }),
      ),
      fulfillmentOrders: z.object({
        nodes: z.array(
          z.object({
            id: z.string(),
            status: z.string(),
            assignedLocation: z.object({ location: z.object({ id: gidNumber }).nullable() }),
          }),
        ),
        pageInfo,
      }),
    })
    .nullable(),
});
export const linesAnswer = z.object({
  fulfillmentOrder: z
    .object({
      lineItems: z.object({
        nodes: z.array(
          z.object({
            id: z.string(),
            totalQuantity: z.number().int(),
            remainingQuantity: z.number().int(),
            lineItem: z.object({ id: gidNumber }),
          }),
        ),
        pageInfo,
      }),
    })
    .nullable(),
});
export const setProductAnswer = z.object({
  productSet: z.object({
    product: productHead.extend({ variants: z.object({ nodes: z.array(listedVariant) }) }).nullable(),
    userErrors,
  }),
});
export const setVariantsAnswer = z.object({ productVariantsBulkUpdate: z.object({ userErrors }) });
export const setStockAnswer = z.object({ inventorySetQuantities: z.object({ userErrors }) });
export const stockItemAnswer = z.object({ inventoryActivate: z.object({ userErrors }) });
export const fulfilmentAnswer = z.object({
  fulfillmentCreate: z.object({ fulfillment: z.object({ id: gidNumber }).nullable(), userErrors }),
});
export const trackingAnswer = z.object({ fulfillmentTrackingInfoUpdate: z.object({ userErrors }) });
