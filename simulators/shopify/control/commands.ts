import { randomUUID } from "node:crypto";
import { loseMutationAnswers } from "../admin-api/lost-answers.ts";
import type { BulkModes } from "../bulk/bulk-operations.ts";
import { locationsOf } from "../catalog/locations.ts";
import type { Operations } from "../operations/index.ts";
import { OperationRefused } from "../operations/index.ts";
import { requireShop } from "../operations/shops.ts";
import type { Simulator } from "../simulator.ts";
import { globalId, metafieldsOf, putMetafield } from "../state/metafields.ts";
import type { WebhookModes } from "../webhooks/modes.ts";
import { normalModes } from "../webhooks/modes.ts";

type Fields = Record<string, unknown>;
export type Command = (simulator: Simulator, fields: Fields) => unknown;

const operationNames: (keyof Operations)[] = [
  "createShop",
  "createCustomer",
  "updateCustomer",
  "deleteCustomer",
  "mergeCustomers",
  "createProduct",
  "updateProduct",
  "deleteProduct",
  "setInventory",
  "placeOrder",
  "payOrder",
  "updateOrder",
  "refundOrder",
  "cancelOrder",
  "disputeOrder",
  "editOrder",
  "fulfilOrder",
  "createLocation",
  "setStock",
  "moveLines",
  "deleteOrder",
];

const text = (fields: Fields, name: string): string => {
  const value = fields[name];
  if (typeof value !== "string" || value === "") throw new OperationRefused(`"${name}" is missing.`);
  return value;
};

function uninstall(simulator: Simulator, fields: Fields): unknown {
  const shop = requireShop({ store: simulator.store, emit: () => undefined }, text(fields, "shop"));
  const installation = simulator.tokens.uninstall(shop.domain);
  if (!installation) throw new OperationRefused("The app is not installed.");
  const payload = {
    id: shop.id,
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    myshopify_domain: shop.domain,
  };
  simulator.webhooks.emit(
    { shop: shop.domain, topic: "app/uninstalled", payload },
    { evenIfUninstalled: true },
  );
  return { uninstalled: shop.domain };
}

function changeScopes(simulator: Simulator, fields: Fields): unknown {
  const shop = text(fields, "shop");
  const installation = simulator.store.state.installations[shop];
  if (!installation || !Array.isArray(fields.scopes))
    throw new OperationRefused("Give an installed shop and scopes.");
  const previous = installation.scopes;
  installation.scopes = fields.scopes.map(String);
  for (const token of Object.values(simulator.store.state.accessTokens))
    if (token.shop === shop) token.scopes = installation.scopes;
  const payload = {
    id: installation.id,
    shop_id: requireShop({ store: simulator.store, emit: () => undefined }, shop).id,
    previous,
    current: installation.scopes,
    updated_at: simulator.store.now(),
  };
  simulator.webhooks.emit({ shop, topic: "app/scopes_update", payload });
  return { previous, current: installation.scopes };
}

function requestPrivacy(simulator: Simulator, fields: Fields): unknown {
  const shop = requireShop({ store: simulator.store, emit: () => undefined }, text(fields, "shop"));
  const topic = text(fields, "topic");
  const whose = { shop_id: shop.id, shop_domain: shop.domain };
  if (topic === "shop/redact") {
    simulator.webhooks.emit({ shop: shop.domain, topic, payload: whose }, { evenIfUninstalled: true });
    return { sent: topic };
  }
  const customer = simulator.store.customer(shop.domain, Number(fields.customerId));
  if (!customer) throw new OperationRefused("There is no such customer.");
  const orders = simulator.store
    .ordersOf(shop.domain)
    .filter((order) => order.customerId === customer.id)
    .map((order) => order.id);
  const person = { id: customer.id, email: customer.email, phone: customer.phone };
  const payload =
    topic === "customers/redact"
      ? { ...whose, customer: person, orders_to_redact: orders }
      : {
          ...whose,
          customer: person,
          orders_requested: orders,
          data_request: { id: simulator.store.nextId() },
        };
  simulator.webhooks.emit({ shop: shop.domain, topic, payload }, { evenIfUninstalled: true });
  return { sent: topic };
}

function setThrottle(simulator: Simulator, fields: Fields): unknown {
  const shop = requireShop({ store: simulator.store, emit: () => undefined }, text(fields, "shop"));
  if (fields.pointsPerSecond !== undefined)
    shop.apiPointsPerSecond = Math.max(1, Number(fields.pointsPerSecond));
  if (fields.empty === true) simulator.throttle.empty(shop.domain);
  simulator.store.changed();
  return simulator.throttle.status(shop.domain, shop.apiPointsPerSecond);
}

function modesOf(fields: Fields): Partial<WebhookModes> {
  const change: Partial<WebhookModes> = {};
  if (fields.normal === true) return { ...normalModes };
  if (fields.twice !== undefined) change.twice = Boolean(fields.twice);
  if (fields.hold !== undefined) change.hold = Boolean(fields.hold);
  if (fields.lateMs !== undefined) change.lateMs = Math.max(0, Number(fields.lateMs));
  if (fields.dropEvery !== undefined) change.dropEvery = Math.max(0, Number(fields.dropEvery));
  if (Array.isArray(fields.silentTopics)) change.silentTopics = fields.silentTopics.map(String);
  if (fields.drop !== undefined) change.drop = fields.drop === "all" ? -1 : Number(fields.drop);
  return change;
}

const ownCommands: Record<string, Command> = {
  webhookModes: ({ webhooks }, fields) => webhooks.setModes(modesOf(fields)),
  releaseWebhooks: async ({ webhooks }) => ({ released: await webhooks.release() }),
  replayWebhook: ({ webhooks }, fields) =>
    webhooks.replay(text(fields, "id"), {
      tamper: fields.tamper === true,
      newWebhookId: fields.newWebhookId === true,
    }),
  sendWebhook: ({ webhooks }, fields) =>
    webhooks.emit(
      {
        shop: text(fields, "shop"),
        topic: text(fields, "topic"),
        payload: fields.payload ?? { id: randomUUID() },
      },
      { evenIfUninstalled: true },
    ),
  settleWebhooks: async ({ webhooks }) => {
    await webhooks.settled();
    return { settled: true };
  },
  expireTokens: ({ tokens }, fields) => ({ expired: tokens.expire(text(fields, "shop")) }),
  tokenLife: ({ tokens }, fields) => {
    tokens.setLifeSeconds(Math.max(1, Number(fields.seconds)));
    return { seconds: Number(fields.seconds) };
  },
  loseTokenAnswers: ({ tokens }, fields) => {
    tokens.loseAnswers(Math.max(0, Number(fields.count)));
    return { count: Number(fields.count) };
  },
  loseMutationAnswers: ({ store }, fields) => {
    const field = typeof fields.field === "string" ? fields.field : "";
    loseMutationAnswers(store, text(fields, "shop"), Math.max(0, Number(fields.count)), field);
    return { count: Number(fields.count) };
  },
  refreshTakes: ({ tokens }, fields) => {
    tokens.setRefreshMs(Math.max(0, Number(fields.ms)));
    return { ms: Number(fields.ms) };
  },
  install: ({ tokens }, fields) => tokens.install(text(fields, "shop")),
  uninstall,
  changeScopes,
  requestPrivacy,
  throttle: setThrottle,
  bulkModes: ({ bulk }, fields) =>
    bulk.setModes({
      ...(fields.hold === undefined ? {} : { hold: fields.hold === true }),
      ...(fields.failNext === undefined ? {} : { failNext: fields.failNext as BulkModes["failNext"] }),
    }),
  expireBulkLinks: ({ bulk }, fields) => ({ expired: bulk.expireLinks(text(fields, "shop")) }),
  setMetafield: ({ store }, fields) =>
    putMetafield(store, {
      shop: text(fields, "shop"),
      ownerId: text(fields, "ownerId"),
      namespace: typeof fields.namespace === "string" ? fields.namespace : null,
      key: text(fields, "key"),
      type: text(fields, "type"),
      value: text(fields, "value"),
    }),
};

/** Every command of POST /control/{name}. */
export function commandOf(name: string): Command | undefined {
  const operation = operationNames.find((candidate) => candidate === name);
  if (operation)
    return ({ operations }, fields) => {
      const run = operations[operation] as (input: Fields) => unknown;
      return run(fields) ?? { done: true };
    };
  return Object.hasOwn(ownCommands, name) ? ownCommands[name] : undefined;
}

/** What GET /control/state/{name} can show. */
export function readState(simulator: Simulator, name: string, query: URLSearchParams): unknown {
  const { store } = simulator;
  const shop = query.get("shop");
  const ofShop = <T extends { shop: string }>(rows: T[]): T[] =>
    rows.filter((row) => !shop || row.shop === shop);
  switch (name) {
    case "shops":
      return Object.values(store.state.shops);
    case "customers":
      return ofShop(Object.values(store.state.customers));
    case "products":
      return ofShop(Object.values(store.state.products));
    case "orders":
      return ofShop(Object.values(store.state.orders));
    case "locations":
      return shop ? locationsOf(store, shop) : [];
    case "installations":
      return ofShop(Object.values(store.state.installations));
    case "metafields": {
      const customerId = query.get("customerId");
      if (customerId) return metafieldsOf(store, globalId("Customer", Number(customerId)));
      return ofShop(Object.values(store.state.metafields));
    }
    case "metafieldDefinitions":
      return ofShop(Object.values(store.state.metafieldDefinitions));
    case "deliveries":
      return ofShop(store.state.deliveries).slice(-Number(query.get("last") ?? 200));
    case "refreshes":
      return simulator.tokens.refreshes();
    case "bulkOperations":
      return shop ? simulator.bulk.all(shop) : [];
    case "modes":
      return simulator.webhooks.modes();
    case "subscriptions":
      return simulator.configuration.subscriptions;
    default:
      return undefined;
  }
}
