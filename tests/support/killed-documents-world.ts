import { randomBytes } from "node:crypto";

import { createMysqlCatalogTurns } from "#adapters/mysql/catalog-turns";
import { createMysqlOrderSettings } from "#adapters/mysql/order-settings";
import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import { DEFAULT_DELIVERY_POLICY } from "#core/sync";
import { applyKeptCustomerEvent } from "#usecases/apply-kept-customer-event";
import { applyOrderEvent } from "#usecases/apply-order-event";
import { applyProductEvent } from "#usecases/apply-product-event";
import { applyRefundEvent } from "#usecases/apply-refund-event";
import { deliverDocument } from "#usecases/deliver-document";
import { pollExigoCustomers } from "#usecases/keep-customers-alike";
import { createPlanningOrders } from "#usecases/plan-order-documents";
import { workOnCatalog } from "#usecases/work-on-catalog";

import { carryOutStep } from "../../app/usecases/documents/steps.ts";
import { startExigoSimulator } from "../../simulators/exigo/server.ts";
import type { ShopEvent } from "../../simulators/shopify/operations/index.ts";
import { callExigo } from "./call-exigo.ts";
import { KilledSteps } from "./killed-steps.ts";
import { createShopWorld, SHOP } from "./shop-world.ts";
import { openStepPorts } from "./step-ports.ts";

export type KilledDocumentsWorld = Awaited<ReturnType<typeof createKilledDocumentsWorld>>;

const WAREHOUSE = 1;
/** Longer than a lease, a quiet time and a claim of a link. */
const LATER_SECONDS = 600;
/** So often may something be left to do before it is said to settle never. */
const MOST_ROUNDS = 20;

/**
 * A shop and an Exigo with everything that is kept alike switched on, both simulated over real sockets, and processes
 * that carry out the steps and are killed in the middle of them.
 */
export async function createKilledDocumentsWorld(codes: readonly string[]) {
  const world = await createShopWorld();
  const { programId, shopId } = await world.install(SHOP);
  const exigo = await startExigoSimulator();
  const company = exigo.simulator.company("demo");
  if (!company) throw new Error("the simulator has no company");
  const [shopToken = ""] =
    Object.entries(world.simulator.store.state.accessTokens).find(([, { shop }]) => shop === SHOP) ?? [];
  const place = {
    ...{ databaseUrl: world.testDatabase.appUrl, key: randomBytes(32).toString("hex") },
    ...{ shopUrl: world.simulator.url, shopToken, pid: 1 },
  };
  const { adapters, database, digest, jitter } = openStepPorts(place);
  const faults: unknown[] = [];
  const orderSettings = createMysqlOrderSettings(database);
  const wakeUp = { document: () => Promise.resolve() };
  const { documents, orders, members } = adapters;
  const ports = {
    ...world.ports,
    ...adapters,
    orders: createPlanningOrders({ orders, documents, orderSettings, members, wakeUp }),
    catalogTurns: createMysqlCatalogTurns(database, { host: "test", pid: 1 }),
    ...{ digest, jitter, wakeUp },
    onFailure: (_: unknown, failure: unknown) => void faults.push(failure),
  };
  await connect();
  const killed = new KilledSteps({ ...place, pid: 2 });

  function connect(): Promise<unknown> {
    const usd = { shopifyCurrency: "USD", currencyCode: "usd", warehouseId: WAREHOUSE, priceType: 1 };
    const shop = {
      ...{ shopId, currencyCode: "usd", priceType: 1, prices: true, stock: true, fulfilment: true },
      priceWarehouseId: WAREHOUSE,
      locations: [{ warehouseId: WAREHOUSE, locationId: String(world.simulator.store.shop(SHOP)?.id) }],
    };
    const { orders: ordersSetup, customers, items, catalog, api } = DEFAULT_EXIGO_SETUP;
    return ports.exigoConnections.save({
      ...{ programId, baseUrl: `${exigo.url}/3.0`, company: "demo", loginName: "api" },
      ...{ password: "demo-password", pointAccountId: 1, driftPolicy: "adopt", driftLimitMinor: 1_000 },
      ...{ pollSeconds: 60, historyUrl: null, historyLagSeconds: 300 },
      setup: {
        ...DEFAULT_EXIGO_SETUP,
        api,
        orders: {
          ...ordersSetup,
          ...{ from: "2020-01-01T00:00:00.000Z", transaction: true, refundPayments: true },
          currencies: [{ ...usd, shipMethodId: 6 }],
        },
        customers: { ...customers, keepAlike: true },
        items: { ...items, codes },
        catalog: { ...catalog, shops: [shop], createProducts: true, difference: "put_back" },
      },
    });
  }

  let eventId = 0;
  let told = 0;
  const apply = async ({ shop, topic, payload }: ShopEvent): Promise<void> => {
    const event = { shopDomain: shop, body: JSON.stringify(payload), id: (eventId += 1) };
    if (/^customers\/(create|update)$/.test(topic)) await applyKeptCustomerEvent(ports, event);
    else if (/^products\/(create|update)$/.test(topic)) await applyProductEvent(ports, event);
    else if (topic === "refunds/create") await applyRefundEvent(ports, event);
    else if (/^orders\/(create|paid|updated|cancelled|fulfilled)$/.test(topic))
      await applyOrderEvent(ports, event);
  };
  /** Delivers what happened in the shop, by people and by the app's own writes. */
  const tell = async (): Promise<void> => {
    const own = world.simulator.store.state.deliveries.slice(told);
    told += own.length;
    const caused = own.map(({ shop, topic, body }) => ({
      shop,
      topic,
      payload: JSON.parse(body) as unknown,
    }));
    for (const event of [...world.events.splice(0), ...caused]) await apply(event);
  };
  /** Lets everything be compared that comes by itself. */
  const compare = async (): Promise<void> => {
    const { signal } = new AbortController();
    await ports.catalogTurns.ensure();
    await database.pool.query("UPDATE catalog_turn SET due_at = UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE");
    await workOnCatalog(ports, { limit: 20, signal });
    await database.pool.query("UPDATE customer_window SET due_at = UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE");
    await pollExigoCustomers(ports, { signal });
  };
  const letPass = async (): Promise<void> => {
    await database.pool.query(
      `UPDATE document_intent SET due_at = due_at - INTERVAL ? SECOND, sent_at = sent_at - INTERVAL ? SECOND,
         lease_until = lease_until - INTERVAL ? SECOND WHERE state NOT IN ('confirmed', 'dropped')`,
      [LATER_SECONDS, LATER_SECONDS, LATER_SECONDS],
    );
    await database.pool.query("UPDATE member SET exigo_claim_until = exigo_claim_until - INTERVAL ? SECOND", [
      LATER_SECONDS,
    ]);
  };
  const deliver = async (): Promise<void> => {
    const engine = {
      ...ports,
      carryOut: (parts: object, step: Parameters<typeof carryOutStep>[1]) =>
        carryOutStep({ ...ports, ...parts }, step, DEFAULT_DELIVERY_POLICY),
    };
    for (const step of await documents.findDue(500)) await deliverDocument(engine, step);
  };
  const left = (): Promise<unknown[]> =>
    database.pool.query(
      `SELECT kind, document, state, last_error, attempts FROM document_intent
        WHERE state NOT IN ('confirmed', 'dropped')`,
    );
  return {
    ...{
      shopify: world.shopify,
      simulator: world.simulator,
      company,
      programId,
      killed,
      tell,
      compare,
      left,
    },
    ...{ faults, itemLinks: ports.itemLinks, shopId },
    /** Tells, carries out and lets time go by until nothing is left to do. */
    async settle(): Promise<void> {
      for (let rounds = 0; rounds < MOST_ROUNDS; rounds += 1) {
        await tell();
        await deliver();
        if ((await left()).length === 0 && world.events.length === 0) return;
        await letPass();
      }
      throw new Error(`it does not settle: ${JSON.stringify(await left())}`);
    },
    letPass,
    callExigo: (target: string, body: object) => callExigo(exigo.url, target, body),
    memberRow: async (customerId: number) => {
      const [row]: { id: number; exigo_customer_id: number | null }[] = await database.pool.query(
        `SELECT m.id, m.exigo_customer_id FROM member_customer c
           JOIN member m ON m.program_id = c.program_id AND m.id = c.member_id
          WHERE c.program_id = ? AND c.shop_id = ? AND c.customer_id = ?`,
        [programId, shopId, customerId],
      );
      return row;
    },
    async close(): Promise<void> {
      await killed.close();
      await exigo.close();
      await database.close();
      await world.close();
    },
  };
}
