import type { NewProduct, ShopCatalog } from "#usecases/ports/shop-catalog";
import type { ShopifyAnswer } from "#usecases/ports/storefront";

import type { AdminAnswer, AdminClient } from "../admin-client.server.ts";
import {
  CORRECT_TRACKING,
  CREATE_FULFILMENT,
  SET_PRODUCT,
  SET_STOCK,
  SET_VARIANTS,
  STOCK_ITEM,
} from "../documents/catalog.server.ts";
import {
  fulfilmentAnswer,
  setProductAnswer,
  setStockAnswer,
  setVariantsAnswer,
  stockItemAnswer,
  toToldVariant,
  trackingAnswer,
} from "./answers.server.ts";
import type { UserErrors } from "./answers.server.ts";

type Writing = Omit<
  ShopCatalog,
  "listProducts" | "readVariants" | "readStock" | "listLocations" | "readOrderToSend"
>;

/** What Shopify says that passes by itself; the next try reads anew and has a key of its own. */
const PASSING = ["IDEMPOTENCY_CONCURRENT_REQUEST", "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED"];
const STALE = ["CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE"];

/** Only the available units are Exigo's to say: what is committed to orders stays Shopify's. */
const QUANTITY_NAME = "available";

/** What is written to a shop's catalogue through the Admin API. */
export function createCatalogWriting(admin: AdminClient): Writing {
  const setVariants = async (shopDomain: string, productId: string, variants: object[]) => {
    const variables = { productId: `gid://shopify/Product/${productId}`, variants };
    return ended(
      await admin.run(shopDomain, { document: SET_VARIANTS, variables, data: setVariantsAnswer }),
      (answer) => answer.productVariantsBulkUpdate.userErrors,
    );
  };
  return {
    createProduct: (shopDomain, product) => createProduct(admin, shopDomain, product),
    async setContent(shopDomain, productId, content) {
      const variables = { identifier: { id: `gid://shopify/Product/${productId}` }, input: content };
      return ended(
        await admin.run(shopDomain, { document: SET_PRODUCT, variables, data: setProductAnswer }),
        (answer) => answer.productSet.userErrors,
      );
    },
    setItems: (shopDomain, productId, variants) =>
      setVariants(
        shopDomain,
        productId,
        variants.map(({ variantId, weightGrams }) => ({
          id: `gid://shopify/ProductVariant/${variantId}`,
          inventoryItem: weightOf(weightGrams),
        })),
      ),
    setPrices: (shopDomain, productId, prices) =>
      setVariants(
        shopDomain,
        productId,
        prices.map(({ variantId, price }) => ({ id: `gid://shopify/ProductVariant/${variantId}`, price })),
      ),
    setStock: (shopDomain, locationId, stock) => setStock(admin, shopDomain, locationId, stock),
    async stockItem(shopDomain, locationId, { key, inventoryItemId, available }) {
      const variables = {
        key,
        inventoryItemId: `gid://shopify/InventoryItem/${inventoryItemId}`,
        locationId: `gid://shopify/Location/${locationId}`,
        available,
      };
      return ended(
        await admin.run(shopDomain, { document: STOCK_ITEM, variables, data: stockItemAnswer }),
        (answer) => answer.inventoryActivate.userErrors,
      );
    },
    sendPackage: (shopDomain, parcel) => sendPackage(admin, shopDomain, parcel),
    async correctTracking(shopDomain, packageId, { notify, ...tracking }) {
      const id = `gid://shopify/Fulfillment/${packageId}`;
      const variables = { id, tracking: trackingInput(tracking), notify };
      return ended(
        await admin.run(shopDomain, { document: CORRECT_TRACKING, variables, data: trackingAnswer }),
        (answer) => answer.fulfillmentTrackingInfoUpdate.userErrors,
      );
    },
  };
}

async function setStock(
  admin: AdminClient,
  shopDomain: string,
  locationId: string,
  { key, levels }: Parameters<ShopCatalog["setStock"]>[2],
): ReturnType<ShopCatalog["setStock"]> {
  const quantities = levels.map(({ inventoryItemId, from, to }) => ({
    inventoryItemId: `gid://shopify/InventoryItem/${inventoryItemId}`,
    locationId: `gid://shopify/Location/${locationId}`,
    quantity: to,
    changeFromQuantity: from,
  }));
  const variables = { key, input: { name: QUANTITY_NAME, reason: "correction", quantities } };
  const answer = await admin.run(shopDomain, { document: SET_STOCK, variables, data: setStockAnswer });
  const stale =
    answer.ok &&
    answer.value.inventorySetQuantities.userErrors.find(({ code }) => STALE.includes(code ?? ""));
  if (stale) return { ok: false, failure: "stale", message: stale.message };
  return ended(answer, ({ inventorySetQuantities }) => inventorySetQuantities.userErrors);
}

async function sendPackage(
  admin: AdminClient,
  shopDomain: string,
  { parts, carrier, trackingNumbers, notify }: Parameters<ShopCatalog["sendPackage"]>[1],
): ReturnType<ShopCatalog["sendPackage"]> {
  const trackingInfo = trackingInput({ carrier, trackingNumbers });
  const fulfillment = {
    notifyCustomer: notify,
    ...(trackingNumbers.length === 0 ? {} : { trackingInfo }),
    // Lines are always named: without them Shopify sends everything.
    lineItemsByFulfillmentOrder: parts.map(({ partId, lines }) => ({
      fulfillmentOrderId: partId,
      fulfillmentOrderLineItems: lines.map(({ id, units }) => ({ id, quantity: units })),
    })),
  };
  const call = { document: CREATE_FULFILMENT, variables: { fulfillment }, data: fulfilmentAnswer };
  const answer = await admin.run(shopDomain, call);
  const refused = ended(answer, ({ fulfillmentCreate }) => fulfillmentCreate.userErrors);
  if (!refused.ok) return refused;
  return { ok: true, packageId: answer.ok ? (answer.value.fulfillmentCreate.fulfillment?.id ?? null) : null };
}

function trackingInput({
  carrier,
  trackingNumbers,
}: {
  readonly carrier: string | null;
  readonly trackingNumbers: readonly string[];
}): object {
  return { ...(carrier === null ? {} : { company: carrier }), numbers: trackingNumbers };
}

function weightOf(weightGrams: number | null): object {
  return weightGrams === null ? {} : { measurement: { weight: { unit: "GRAMS", value: weightGrams } } };
}

async function createProduct(
  admin: AdminClient,
  shopDomain: string,
  product: NewProduct,
): ReturnType<ShopCatalog["createProduct"]> {
  const option = { optionName: "Title", name: "Default Title" };
  const input = {
    handle: product.handle,
    title: product.title,
    descriptionHtml: product.descriptionHtml,
    // People look at what is new before shoppers do.
    status: "DRAFT",
    productOptions: [{ name: "Title", values: [{ name: "Default Title" }] }],
    variants: [
      {
        optionValues: [option],
        ...(product.price === null ? {} : { price: product.price }),
        inventoryItem: {
          sku: product.sku,
          tracked: !product.isVirtual,
          requiresShipping: !product.isVirtual,
          ...weightOf(product.weightGrams),
        },
      },
    ],
  };
  const variables = { identifier: { handle: product.handle }, input };
  const answer = await admin.run(shopDomain, { document: SET_PRODUCT, variables, data: setProductAnswer });
  const refused = ended(answer, ({ productSet }) => productSet.userErrors);
  if (!refused.ok) return refused;
  const made = answer.ok ? answer.value.productSet.product : null;
  if (!made) return { ok: false, failure: "retryable", message: "Shopify named no product" };
  const { id, title, updatedAt, variants } = made;
  const told = { productId: id, title, updatedAt, variants: variants.nodes.map(toToldVariant) };
  return { ok: true, product: told };
}

function ended<T>(answer: AdminAnswer<T>, errorsOf: (value: T) => UserErrors): ShopifyAnswer {
  if (!answer.ok) return answer;
  const [error] = errorsOf(answer.value);
  if (!error) return { ok: true };
  const failure = PASSING.includes(error.code ?? "") ? "retryable" : "refused";
  return { ok: false, failure, message: error.message };
}
