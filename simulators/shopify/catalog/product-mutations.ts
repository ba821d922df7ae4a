import type { ApiContext } from "../admin-api/context.ts";
import { requireScope } from "../admin-api/context.ts";
import { productView, variantView } from "../admin-api/product-view.ts";
import { productPayload } from "../payloads/product-payload.ts";
import { parseGlobalId } from "../state/metafields.ts";
import type { Product, Variant } from "../state/types.ts";

type UserError = { field: string[]; message: string; code: string };
type InventoryInput = {
  sku?: string | null;
  tracked?: boolean | null;
  requiresShipping?: boolean | null;
  measurement?: { weight?: { value: number; unit: string } | null } | null;
};
type VariantSet = {
  id?: string | null;
  price?: string | number | null;
  compareAtPrice?: string | null;
  sku?: string | null;
  inventoryItem?: InventoryInput | null;
  optionValues?: { name?: string | null }[] | null;
};
type ProductSetArgs = {
  identifier?: { id?: string; handle?: string } | null;
  synchronous: boolean;
  input: {
    title?: string | null;
    handle?: string | null;
    descriptionHtml?: string | null;
    vendor?: string | null;
    productType?: string | null;
    status?: Product["status"] | null;
    tags?: string[] | null;
    variants?: VariantSet[] | null;
    productOptions?: { name?: string | null }[] | null;
  };
};

const gramsIn: Record<string, number> = {
  GRAMS: 1,
  KILOGRAMS: 1000,
  OUNCES: 28.349523125,
  POUNDS: 453.59237,
};

function priceText(price: string | number): string {
  return Number(price).toFixed(2);
}

function applyVariant(variant: Variant, input: VariantSet): void {
  if (input.price !== undefined && input.price !== null) variant.price = priceText(input.price);
  if (input.compareAtPrice !== undefined) variant.compareAtPrice = input.compareAtPrice;
  const sku = input.inventoryItem?.sku ?? input.sku;
  if (sku !== undefined) variant.sku = sku;
  const { tracked, requiresShipping, measurement } = input.inventoryItem ?? {};
  if (typeof tracked === "boolean") variant.tracked = tracked;
  if (typeof requiresShipping === "boolean") variant.requiresShipping = requiresShipping;
  const weight = measurement?.weight;
  if (weight) variant.weightGrams = weight.value * (gramsIn[weight.unit] ?? 1);
}

const titleOf = ({ optionValues }: VariantSet): string =>
  optionValues?.map(({ name }) => name).join(" / ") || "Default Title";

function newVariant({ store }: ApiContext, input: VariantSet): Variant {
  const variant: Variant = {
    id: store.nextId(),
    title: titleOf(input),
    price: "0.00",
    compareAtPrice: null,
    sku: null,
    inventoryItemId: store.nextId(),
    inventoryQuantity: 0,
    taxable: true,
    requiresShipping: true,
    tracked: false,
  };
  applyVariant(variant, input);
  return variant;
}

/** Says that a product changed; its updated_at moves forward by a second or more. */
function tellChange({ store, emit }: ApiContext, product: Product, topic: "create" | "update"): void {
  if (topic === "update") {
    const next = Math.max(Date.parse(store.now()), Date.parse(product.updatedAt) + 1000);
    product.updatedAt = `${new Date(next).toISOString().slice(0, 19)}Z`;
  }
  store.changed();
  emit({ shop: product.shop, topic: `products/${topic}`, payload: productPayload(store, product) });
}

function findProduct(context: ApiContext, args: ProductSetArgs): Product | "missing" | null {
  const { store, shop } = context;
  const { identifier } = args;
  if (identifier?.id) {
    const id = parseGlobalId(identifier.id);
    return (id?.kind === "Product" && store.product(shop.domain, id.id)) || "missing";
  }
  const handle = identifier?.handle;
  return (handle && store.productsOf(shop.domain).find((product) => product.handle === handle)) || null;
}

function refusalOf(input: ProductSetArgs["input"], existing: Product | null): UserError | null {
  if (existing ? input.title === "" : !input.title)
    return { field: ["input", "title"], message: "Title can't be blank", code: "INVALID_INPUT" };
  if (input.variants && !input.productOptions && !existing)
    return {
      field: ["input", "productOptions"],
      message: "Product options input is required when updating variants",
      code: "PRODUCT_OPTIONS_INPUT_MISSING",
    };
  const strangers = (input.variants ?? []).filter(
    ({ id }) => id && !existing?.variants.some((variant) => variant.id === parseGlobalId(id)?.id),
  );
  if (strangers.length > 0)
    return {
      field: ["input", "variants"],
      message: "Product variant does not exist",
      code: "PRODUCT_VARIANT_DOES_NOT_EXIST",
    };
  return null;
}

function variantsAfter(context: ApiContext, inputs: VariantSet[], before: Variant[]): Variant[] {
  return inputs.map((input) => {
    // A variant is known by its id or by its options.
    const title = titleOf(input);
    const known = before.find((variant) =>
      input.id ? variant.id === parseGlobalId(input.id)?.id : variant.title === title,
    );
    if (!known) return newVariant(context, input);
    applyVariant(known, input);
    return known;
  });
}

/**
 * productSet: creates or changes a product by id or handle. What is left out stays; variants that are given replace all,
 * so one that is missing from the list is deleted.
 */
export function productSet(context: ApiContext, args: ProductSetArgs): object {
  requireScope(context, "write_products", "productSet");
  const { store, shop } = context;
  const { input } = args;
  const found = findProduct(context, args);
  const refused = (error: UserError): object => ({ product: null, userErrors: [error] });
  if (found === "missing")
    return refused({
      field: ["identifier"],
      message: "Product does not exist",
      code: "PRODUCT_DOES_NOT_EXIST",
    });
  const refusal = refusalOf(input, found);
  if (refusal) return refused(refusal);
  const now = store.now();
  const id = found?.id ?? store.nextId();
  const product: Product = found ?? {
    id,
    shop: shop.domain,
    title: "",
    handle: input.handle ?? args.identifier?.handle ?? `product-${id}`,
    description: "",
    vendor: shop.name,
    productType: "",
    tags: [],
    collections: [],
    giftCard: false,
    picture: { colour: "#dfe7ef", symbol: "◆" },
    variants: [newVariant(context, {})],
    status: "ACTIVE",
    createdAt: now,
    updatedAt: now,
  };
  if (input.title) product.title = input.title;
  if (input.descriptionHtml !== undefined) product.description = input.descriptionHtml ?? "";
  if (input.vendor) product.vendor = input.vendor;
  if (input.productType !== undefined) product.productType = input.productType ?? "";
  if (input.status) product.status = input.status;
  if (input.tags) product.tags = input.tags;
  if (input.variants) product.variants = variantsAfter(context, input.variants, found?.variants ?? []);
  store.state.products[String(product.id)] = product;
  tellChange(context, product, found ? "update" : "create");
  return { product: productView(context, product), userErrors: [] };
}

type BulkArgs = { productId: string; variants: VariantSet[]; allowPartialUpdates: boolean };

/** productVariantsBulkUpdate: changes variants of one product, all or none; emits products/update once. */
export function productVariantsBulkUpdate(context: ApiContext, args: BulkArgs): object {
  requireScope(context, "write_products", "productVariantsBulkUpdate");
  const id = parseGlobalId(args.productId);
  const product = id && context.store.product(context.shop.domain, id.id);
  const refused = (field: string[], message: string, code: string): object => ({
    product: null,
    productVariants: null,
    userErrors: [{ field, message, code }],
  });
  if (!product) return refused(["productId"], "Product does not exist", "PRODUCT_DOES_NOT_EXIST");
  const changes: [Variant, VariantSet][] = [];
  for (const [index, input] of args.variants.entries()) {
    const place = ["variants", String(index)];
    if (!input.id)
      return refused(
        [...place, "id"],
        "Product variant is missing ID attribute",
        "PRODUCT_VARIANT_ID_MISSING",
      );
    const variant = product.variants.find((candidate) => candidate.id === parseGlobalId(input.id ?? "")?.id);
    if (!variant)
      return refused([...place, "id"], "Product variant does not exist", "PRODUCT_VARIANT_DOES_NOT_EXIST");
    if (Number(input.price) < 0)
      return refused([...place, "price"], "Price must be zero or greater", "NEGATIVE_PRICE_VALUE");
    changes.push([variant, input]);
  }
  for (const [variant, input] of changes) applyVariant(variant, input);
  tellChange(context, product, "update");
  return {
    product: productView(context, product),
    productVariants: changes.map(([variant]) => variantView(context, product, variant)),
    userErrors: [],
  };
}
