import { inventoryLevelPayload, productPayload } from "../payloads/product-payload.ts";
import { globalId } from "../state/metafields.ts";
import { parseMinor } from "../state/money.ts";
import type { Product, Variant } from "../state/types.ts";
import type { OperationContext } from "./index.ts";
import type { CreateProductInput, UpdateProductInput, VariantInput } from "./inputs.ts";
import { refuseUnless } from "./refused.ts";
import { requireShop } from "./shops.ts";

const defaultPicture = { colour: "#dfe7ef", symbol: "◆" };

function handleOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function newVariant({ store }: OperationContext, input: VariantInput): Variant {
  return {
    id: store.nextId(),
    title: input.title ?? "Default Title",
    price: input.price,
    compareAtPrice: input.compareAtPrice ?? null,
    sku: input.sku ?? null,
    inventoryItemId: store.nextId(),
    inventoryQuantity: input.inventoryQuantity ?? 100,
    taxable: input.taxable ?? true,
    requiresShipping: input.requiresShipping ?? true,
    ...(input.tracked === undefined ? {} : { tracked: input.tracked }),
    ...(input.weightGrams === undefined ? {} : { weightGrams: input.weightGrams }),
  };
}

function requireProduct({ store }: OperationContext, shop: string, productId: number): Product {
  const product = store.product(shop, productId);
  refuseUnless(product, `There is no product ${productId} in ${shop}.`);
  return product;
}

/** Adds a product with its variants; emits products/create. */
export function createProduct(context: OperationContext, input: CreateProductInput): Product {
  const { store, emit } = context;
  const shop = requireShop(context, input.shop);
  const handle = input.handle ?? handleOf(input.title);
  refuseUnless(input.variants.length > 0, "A product needs at least one variant.");
  refuseUnless(
    !store.productsOf(input.shop).some((other) => other.handle === handle),
    `The handle ${handle} is taken.`,
  );
  for (const variant of input.variants) parseMinor(variant.price, shop.currency);
  const now = store.now();
  const product: Product = {
    id: store.nextId(),
    shop: input.shop,
    title: input.title,
    handle,
    description: input.description ?? "",
    vendor: input.vendor ?? shop.name,
    productType: input.productType ?? "",
    tags: input.tags ?? [],
    collections: input.collections ?? [],
    giftCard: input.giftCard ?? false,
    picture: input.picture ?? defaultPicture,
    variants: input.variants.map((variant) => newVariant(context, variant)),
    createdAt: now,
    updatedAt: now,
  };
  store.state.products[String(product.id)] = product;
  store.changed();
  emit({ shop: input.shop, topic: "products/create", payload: productPayload(store, product) });
  return product;
}

/** Changes the given fields and prices; emits products/update. */
export function updateProduct(context: OperationContext, input: UpdateProductInput): Product {
  const { store, emit } = context;
  const { shop: domain, productId, prices = [], ...fields } = input;
  const shop = requireShop(context, domain);
  const product = requireProduct(context, domain, productId);
  for (const { variantId, price } of prices) {
    const variant = product.variants.find((candidate) => candidate.id === variantId);
    refuseUnless(variant, `The product has no variant ${variantId}.`);
    parseMinor(price, shop.currency);
    variant.price = price;
  }
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  Object.assign(product, given, { updatedAt: store.now() });
  store.changed();
  emit({ shop: domain, topic: "products/update", payload: productPayload(store, product) });
  return product;
}

/** Deletes a product; emits products/delete. */
export function deleteProduct(context: OperationContext, input: { shop: string; productId: number }): void {
  const product = requireProduct(context, input.shop, input.productId);
  delete context.store.state.products[String(product.id)];
  context.store.changed();
  const payload = { id: product.id, admin_graphql_api_id: globalId("Product", product.id) };
  context.emit({ shop: input.shop, topic: "products/delete", payload });
}

/** Sets the units on hand of a variant; emits inventory_levels/update. */
export function setInventory(
  context: OperationContext,
  input: { shop: string; variantId: number; quantity: number },
): Product {
  const { store } = context;
  const product = store
    .productsOf(input.shop)
    .find((candidate) => candidate.variants.some((variant) => variant.id === input.variantId));
  refuseUnless(product, `There is no variant ${input.variantId} in ${input.shop}.`);
  const variant = product.variants.find((candidate) => candidate.id === input.variantId);
  if (variant) changeInventory(context, input.shop, variant, input.quantity - variant.inventoryQuantity);
  return product;
}

/** Adds units to a variant's stock (negative takes them) and emits inventory_levels/update. */
export function changeInventory(
  context: OperationContext,
  shop: string,
  variant: Variant,
  units: number,
): void {
  if (units === 0) return;
  variant.inventoryQuantity += units;
  context.store.changed();
  const payload = inventoryLevelPayload(context.store, shop, variant);
  context.emit({ shop, topic: "inventory_levels/update", payload });
}
