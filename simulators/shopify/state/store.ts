import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Customer, Order, Product, Shop, State } from "./types.ts";

/** The app as Shopify knows it. The id is made from the key, so that reserved namespaces survive a restart. */
export type AppIdentity = { id: number; apiKey: string; handle: string; title: string };

export type Store = {
  state: State;
  app: AppIdentity;
  /** The simulator's clock as an ISO string in whole seconds, as Shopify's payloads carry it. */
  now(): string;
  nextId(): number;
  /** Call after each change: the state file is written soon afterwards. */
  changed(): void;
  /** Writes the state file now, when there is one. */
  flush(): void;
  /** A named part of the state that its owner fills; made with `initial` on first use. */
  section<T>(name: string, initial: () => T): T;
  shop(domain: string): Shop | undefined;
  customer(shop: string, id: number): Customer | undefined;
  product(shop: string, id: number): Product | undefined;
  order(shop: string, id: number): Order | undefined;
  customersOf(shop: string): Customer[];
  productsOf(shop: string): Product[];
  ordersOf(shop: string): Order[];
};

const writeDelayMs = 300;

function emptyState(): State {
  return {
    lastId: 5_000_000_000,
    shops: {},
    customers: {},
    products: {},
    orders: {},
    metafields: {},
    metafieldDefinitions: {},
    installations: {},
    accessTokens: {},
    refreshTokens: {},
    deliveries: [],
    sections: {},
  };
}

function readState(stateFile: string | undefined): State {
  if (!stateFile) return emptyState();
  try {
    return { ...emptyState(), ...(JSON.parse(readFileSync(stateFile, "utf8")) as State) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return emptyState();
    throw new Error(`The state file ${stateFile} cannot be read; delete it to start afresh`, {
      cause: error,
    });
  }
}

/** Makes the app's identity from its key; the numeric id is the same for the same key. */
export function appIdentity(app: { apiKey: string; handle: string; title: string }): AppIdentity {
  const digest = createHash("sha256").update(app.apiKey).digest();
  return { ...app, id: 100_000_000 + (digest.readUInt32BE(0) % 100_000_000) };
}

/** Opens the simulator's state: from the file when it exists, otherwise empty. Without a file nothing is kept. */
export function createStore(options: {
  app: AppIdentity;
  stateFile?: string | undefined;
  now?: () => Date;
}): Store {
  const { stateFile } = options;
  const state = readState(stateFile);
  const clock = options.now ?? (() => new Date());
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!stateFile) return;
    mkdirSync(dirname(stateFile), { recursive: true });
    const draft = `${stateFile}.new`;
    writeFileSync(draft, JSON.stringify(state));
    renameSync(draft, stateFile);
  }

  function changed(): void {
    if (!stateFile || timer) return;
    timer = setTimeout(flush, writeDelayMs);
    timer.unref();
  }

  const ofShop = <T extends { shop: string }>(rows: Record<string, T>, shop: string): T[] =>
    Object.values(rows).filter((row) => row.shop === shop);
  const one = <T extends { shop: string }>(
    rows: Record<string, T>,
    shop: string,
    id: number,
  ): T | undefined => {
    const row = rows[String(id)];
    return row?.shop === shop ? row : undefined;
  };

  return {
    state,
    app: options.app,
    now: () => `${clock().toISOString().slice(0, 19)}Z`,
    nextId: () => (state.lastId += 1),
    changed,
    flush,
    section: <T>(name: string, initial: () => T): T => (state.sections[name] ??= initial()) as T,
    shop: (domain) => state.shops[domain],
    customer: (shop, id) => one(state.customers, shop, id),
    product: (shop, id) => one(state.products, shop, id),
    order: (shop, id) => one(state.orders, shop, id),
    customersOf: (shop) => ofShop(state.customers, shop),
    productsOf: (shop) => ofShop(state.products, shop),
    ordersOf: (shop) => ofShop(state.orders, shop),
  };
}
