import { fulfilmentOrderNode } from "../catalog/fulfilment-view.ts";
import { inventoryItemNode, locationView } from "../catalog/inventory-view.ts";
import { locationsOf } from "../catalog/locations.ts";
import { globalId, parseGlobalId } from "../state/metafields.ts";
import { appInstallationView, appView } from "./app-view.ts";
import type { ApiContext } from "./context.ts";
import { requireScope } from "./context.ts";
import { customerView } from "./customer-view.ts";
import { definitionView, metafieldView } from "./metafield-view.ts";
import { orderView } from "./order-view.ts";
import { productView, variantView } from "./product-view.ts";
import { refundView } from "./refund-view.ts";
import { shopView } from "./shop-view.ts";

const sixtyDaysMs = 60 * 24 * 60 * 60 * 1000;

/** Whether the token may see an order: older than 60 days needs read_all_orders, as in Shopify. */
export function maySeeOrder(context: ApiContext, order: { processedAt: string }): boolean {
  if (context.scopes.includes("read_all_orders")) return true;
  return Date.parse(order.processedAt) > Date.parse(context.store.now()) - sixtyDaysMs;
}

/** Any resource of the caller's shop by its global id; null when there is none or it belongs to another shop. */
export function nodeView(context: ApiContext, gid: string): object | null {
  const parsed = parseGlobalId(gid);
  if (!parsed) return null;
  const { store, shop } = context;
  switch (parsed.kind) {
    case "Customer": {
      requireScope(context, "read_customers", "customer");
      const customer = store.customer(shop.domain, parsed.id);
      return customer ? customerView(context, customer) : null;
    }
    case "Order": {
      requireScope(context, "read_orders", "order");
      const order = store.order(shop.domain, parsed.id);
      return order && maySeeOrder(context, order) ? orderView(context, order) : null;
    }
    case "Product": {
      requireScope(context, "read_products", "product");
      const product = store.product(shop.domain, parsed.id);
      return product ? productView(context, product) : null;
    }
    case "ProductVariant":
      requireScope(context, "read_products", "productVariant");
      return variantNode(context, parsed.id);
    case "Shop":
      return gid === globalId("Shop", shop.id) ? shopView(context) : null;
    case "App":
      return appView(context);
    case "AppInstallation":
      return gid === globalId("AppInstallation", store.state.installations[shop.domain]?.id ?? 0)
        ? appInstallationView(context)
        : null;
    case "Refund": {
      requireScope(context, "read_orders", "refund");
      return refundNode(context, parsed.id);
    }
    case "InventoryItem":
      return inventoryItemNode(context, parsed.id);
    case "FulfillmentOrder":
      return fulfilmentOrderNode(context, parsed.id);
    case "Location": {
      requireScope(context, "read_locations", "location");
      const location = locationsOf(store, shop.domain).find(({ id }) => id === parsed.id);
      return location ? locationView(location) : null;
    }
    default:
      return metafieldNode(context, parsed);
  }
}

function variantNode(context: ApiContext, id: number): object | null {
  for (const product of context.store.productsOf(context.shop.domain)) {
    const variant = product.variants.find((candidate) => candidate.id === id);
    if (variant) return variantView(context, product, variant);
  }
  return null;
}

function refundNode(context: ApiContext, id: number): object | null {
  for (const order of context.store.ordersOf(context.shop.domain)) {
    const refund = order.refunds.find((candidate) => candidate.id === id);
    if (refund && maySeeOrder(context, order)) return refundView(context, order, refund);
  }
  return null;
}

function metafieldNode(context: ApiContext, { kind, id }: { kind: string; id: number }): object | null {
  const own = <T extends { id: number; shop: string }>(rows: Record<string, T>): T | undefined =>
    Object.values(rows).find((row) => row.id === id && row.shop === context.shop.domain);
  if (kind === "Metafield") {
    const metafield = own(context.store.state.metafields);
    return metafield ? metafieldView(context, metafield, nodeView) : null;
  }
  if (kind === "MetafieldDefinition") {
    const definition = own(context.store.state.metafieldDefinitions);
    return definition ? definitionView(context, definition) : null;
  }
  return null;
}
