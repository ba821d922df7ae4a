import { createMysqlDocuments } from "#adapters/mysql/documents";
import { createMysqlItemLinks } from "#adapters/mysql/item-links";
import { createMysqlOrderSettings } from "#adapters/mysql/order-settings";
import { createMysqlOrders } from "#adapters/mysql/orders";
import type { OrderFacts, OrderNews } from "#core/earning";
import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import type { ExigoOrdersSetup } from "#core/exigo";
import { DEFAULT_DELIVERY_POLICY } from "#core/sync";
import type { DeliveryPolicy } from "#core/sync";
import { deliverDocument } from "#usecases/deliver-document";
import { carryOutStep } from "#usecases/documents/steps";
import type { DocumentPorts } from "#usecases/documents/steps";
import type { StepPorts } from "#usecases/documents/types";
import { createPlanningOrders } from "#usecases/plan-order-documents";
import type { ClaimedDocument } from "#usecases/ports/documents";
import type { OrderAddress } from "#usecases/ports/order-addresses";

import type { OrderRow } from "../../simulators/exigo/state/orders.ts";
import { createExigoWorld } from "./exigo-world.ts";

export type DocumentsWorld = Awaited<ReturnType<typeof createDocumentsWorld>>;

/** Exigo's number of the item for tips and money without a line. */
export const OTHER_ITEM_CODE = "MISC";

const POLICY = { ...DEFAULT_DELIVERY_POLICY, quietMs: 30_000 };
const STATES = "('confirmed', 'dropped')";

const ADDRESS: OrderAddress = {
  shipTo: {
    firstName: "Ada",
    lastName: "Okafor",
    company: null,
    address1: "1 Main Street",
    address2: null,
    city: "Springfield",
    state: "IL",
    zip: "62701",
    country: "US",
    email: "ada@shop.example",
    phone: null,
  },
  shipping: { title: "Standard", code: "standard" },
};

const USD = { shopifyCurrency: "USD", currencyCode: "usd", warehouseId: 1, priceType: 1, shipMethodId: 6 };

/** How the orders of these tests are written, unless a test says otherwise. */
export const ORDERS_SETUP: ExigoOrdersSetup = {
  ...DEFAULT_EXIGO_SETUP.orders,
  from: "2026-11-01T00:00:00.000Z",
  currencies: [USD, { ...USD, shopifyCurrency: "EUR", currencyCode: "eur" }],
  otherItemCode: OTHER_ITEM_CODE,
};

/** Orders of a shop on a real database, written to an Exigo simulator over a real socket. */
export async function createDocumentsWorld(setup: Partial<ExigoOrdersSetup> = {}) {
  const world = await createExigoWorld({ connected: false });
  const { database, programId, shopId } = world;
  const documents = createMysqlDocuments(database, { host: "test", pid: 1, leaseSeconds: 30 });
  const itemLinks = createMysqlItemLinks(database);
  const orders = createPlanningOrders({
    orders: createMysqlOrders(database),
    documents,
    orderSettings: createMysqlOrderSettings(database),
    members: world.ports.members,
    // why: tests deliver themselves what is due
    wakeUp: { document: () => Promise.resolve() },
  });
  const faults: unknown[] = [];
  // why: what Shopify answers has tests of its own; here it is who asks, and how often, that matters.
  const addresses = { asked: [] as string[], next: ADDRESS as OrderAddress | null };
  const orderAddresses: DocumentPorts["orderAddresses"] = {
    read(_shop, orderId) {
      addresses.asked.push(orderId);
      return Promise.resolve({ ok: true, value: addresses.next });
    },
  };
  const ports = { ...world.ports, documents, itemLinks, orders, orderAddresses, jitter: () => 0 };
  const engine = {
    documents,
    jitter: () => 0,
    carryOut: (stepPorts: StepPorts, step: ClaimedDocument, policy: DeliveryPolicy) =>
      carryOutStep({ ...ports, ...stepPorts } as unknown as DocumentPorts, step, policy),
    onFailure: (_step: unknown, failure: unknown) => faults.push(failure),
  };
  const configure = (changes: Partial<ExigoOrdersSetup>, place: { company?: string } = {}) =>
    world.connect({
      ...place,
      setup: {
        ...DEFAULT_EXIGO_SETUP,
        api: { ...DEFAULT_EXIGO_SETUP.api, callsPerMinute: 100_000, callsAtOnce: 200 },
        orders: { ...ORDERS_SETUP, ...setup, ...changes },
      },
    });
  await configure({});
  const addItem = (itemCode: string) =>
    world.company().items.push({
      itemID: world.company().items.length + 1,
      itemCode,
      columns: { description: itemCode },
      prices: [],
      warehouses: [],
      pointAccounts: [],
      entryDate: "2026-11-01T00:00:00.000",
      modifiedDate: "2026-11-01T00:00:00.000",
    });
  addItem(OTHER_ITEM_CODE);

  const deliver = (id: number) => deliverDocument(engine, { programId, id }, POLICY);
  const steps = (): Promise<StepRow[]> =>
    database.pool.query(
      `SELECT id, kind, document, step_key, state, attempts, waits_for, remote_ref, last_error, claims
         FROM document_intent WHERE program_id = ? ORDER BY id`,
      [programId],
    );
  return {
    ...world,
    documents,
    itemLinks,
    orders,
    addresses,
    configure,
    addItem,
    stepFaults: faults,
    deliverStep: deliver,
    steps,
    /** Says which item of Exigo a variant is; makes the item there. */
    async map(variantId: string, itemCode: string): Promise<void> {
      if (!world.company().items.some((item) => item.itemCode === itemCode)) addItem(itemCode);
      await itemLinks.codesOf(programId, shopId, [{ variantId, sku: itemCode, title: itemCode }]);
      await itemLinks.say(programId, [{ shopId, variantId, saying: { state: "mapped", itemCode } }], {
        by: "person",
        staff: "gid://shopify/User/1",
      });
      await documents.wake(programId, `item/${shopId}/${variantId}`);
    },
    /** Tells what a webhook would; `accountId` null: a guest's. */
    tell: (told: OrderFacts | { orderId: string }, news: Partial<OrderNews>, accountId: number | null) =>
      orders.merge(
        { programId, shopId, orderId: told.orderId },
        { facts: "lines" in told ? told : null, refunds: [], ...news },
        accountId,
      ),
    /** Delivers what is due until nothing is. */
    async deliverSteps(): Promise<void> {
      for (;;) {
        const due = await documents.findDue(50);
        if (due.length === 0) return;
        await Promise.all(due.map(({ id }) => deliver(id)));
      }
    },
    async letStepsPass(seconds: number): Promise<void> {
      await database.pool.query(
        `UPDATE document_intent SET due_at = due_at - INTERVAL ? SECOND, sent_at = sent_at - INTERVAL ? SECOND,
           lease_until = lease_until - INTERVAL ? SECOND, created_at = created_at - INTERVAL ? SECOND
          WHERE program_id = ? AND state NOT IN ${STATES}`,
        [seconds, seconds, seconds, seconds, programId],
      );
    },
    /** What Exigo has, by its own figures. */
    exigoOrders: (): OrderRow[] => world.company().orders,
    payments: () => world.company().payments.filter(({ voided }) => !voided),
  };
}

interface StepRow {
  readonly id: number;
  readonly kind: string;
  readonly document: string;
  readonly step_key: string;
  readonly state: string;
  readonly attempts: number;
  readonly waits_for: string | null;
  readonly remote_ref: string | null;
  readonly last_error: string | null;
  readonly claims: number;
}
