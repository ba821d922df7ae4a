import { createMysqlCustomerAgreements } from "#adapters/mysql/customer-agreements";
import { createMysqlCustomers } from "#adapters/mysql/customers";
import { createMysqlDocuments } from "#adapters/mysql/documents";
import { createMysqlExigoConnections } from "#adapters/mysql/exigo-connections";
import { redactCustomer } from "#adapters/mysql/redaction";
import { createExigoClient } from "#adapters/exigo/client";
import { createShopCustomers } from "#adapters/shopify/shop-customers";
import { createKeyedDigest } from "#adapters/system/keyed-digest";
import { createSealing } from "#adapters/system/sealing";
import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import { DEFAULT_DELIVERY_POLICY } from "#core/sync";
import type { DeliveryPolicy } from "#core/sync";
import { applyKeptCustomerEvent } from "#usecases/apply-kept-customer-event";
import { deliverDocument } from "#usecases/deliver-document";
import { carryOutStep } from "#usecases/documents/steps";
import type { DocumentPorts } from "#usecases/documents/steps";
import type { StepPorts } from "#usecases/documents/types";
import { pollExigoCustomers } from "#usecases/keep-customers-alike";
import type { ClaimedDocument } from "#usecases/ports/documents";
import type { ExigoCustomerChanges } from "#usecases/ports/exigo-customers";

import { startExigoSimulator } from "../../simulators/exigo/server.ts";
import type { UpdateCustomerInput } from "../../simulators/shopify/operations/inputs.ts";
import type { ShopEvent } from "../../simulators/shopify/operations/index.ts";
import { createShopWorld, SHOP } from "./shop-world.ts";

export type KeptWorld = Awaited<ReturnType<typeof createKeptWorld>>;

const KEY = { id: "test", key: Buffer.alloc(32, 7) };
const MINUTE_S = 60;

/** A shop and an Exigo whose customers are kept alike, both simulators over real sockets, on a real database. */
export async function createKeptWorld() {
  const world = await createShopWorld();
  const { database, shopify, simulator, events, clock } = world;
  const { programId, shopId } = await world.install();
  const exigo = await startExigoSimulator({ clock: () => clock.now });
  const company = exigo.simulator.company("demo");
  if (!company) throw new Error("the simulator has no company");
  const digest = createKeyedDigest([KEY], "customer-agreement");
  const client = createExigoClient({ allowLoopback: true, timeoutMs: 5_000 });
  const shopCustomers = createShopCustomers(world.adminClient());
  const written = { exigo: [] as ExigoCustomerChanges[], shopify: 0 };
  const documents = createMysqlDocuments(database, { host: "test", pid: 1, leaseSeconds: 30 });
  const faults: unknown[] = [];
  const ports = {
    ...world.ports,
    documents,
    customers: createMysqlCustomers(database, world.ports.members),
    customerAgreements: createMysqlCustomerAgreements(database),
    exigoConnections: createMysqlExigoConnections(database, createSealing([KEY])),
    digest: (text: string) => digest(text).toString("hex"),
    wakeUp: { document: () => Promise.resolve() },
    exigo: {
      ...client,
      // why: what is written is counted and looked at; the call itself is made.
      updateCustomer: (...call: Parameters<typeof client.updateCustomer>) => {
        written.exigo.push(call[2]);
        return client.updateCustomer(...call);
      },
    },
    shopCustomers: {
      ...shopCustomers,
      writeAddress: (...call: Parameters<typeof shopCustomers.writeAddress>) => {
        written.shopify += 1;
        return shopCustomers.writeAddress(...call);
      },
      writeFacts: (...call: Parameters<typeof shopCustomers.writeFacts>) => {
        written.shopify += 1;
        return shopCustomers.writeFacts(...call);
      },
    },
  };
  await ports.exigoConnections.save({
    programId,
    ...{ baseUrl: `${exigo.url}/3.0`, company: "demo", loginName: "api", password: "demo-password" },
    ...{ pointAccountId: 1, driftPolicy: "adopt", driftLimitMinor: 1_000, pollSeconds: 60 },
    ...{ historyUrl: null, historyLagSeconds: 300 },
    setup: {
      ...DEFAULT_EXIGO_SETUP,
      api: { ...DEFAULT_EXIGO_SETUP.api, batchSize: 7 },
      customers: { ...DEFAULT_EXIGO_SETUP.customers, keepAlike: true },
    },
  });
  const engine = {
    documents,
    jitter: () => 0,
    carryOut: (stepPorts: StepPorts, step: ClaimedDocument, policy: DeliveryPolicy) =>
      carryOutStep({ ...ports, ...stepPorts } as unknown as DocumentPorts, step, policy),
    onFailure: (_step: unknown, failure: unknown) => faults.push(failure),
  };
  let eventId = 0;
  const tell = async ({ topic, shop, payload }: ShopEvent): Promise<void> => {
    if (!/^customers\/(create|update)$/.test(topic)) return;
    eventId += 1;
    const event = { shopDomain: shop, body: JSON.stringify(payload), id: eventId };
    await applyKeptCustomerEvent(ports, event);
  };
  const memberOf = async (customerId: number) => {
    const [row]: { id: number; exigo_customer_id: number | null }[] = await database.pool.query(
      `SELECT m.id, m.exigo_customer_id FROM member_customer c
         JOIN member m ON m.program_id = c.program_id AND m.id = c.member_id
        WHERE c.program_id = ? AND c.shop_id = ? AND c.customer_id = ?`,
      [programId, shopId, customerId],
    );
    if (!row) throw new Error(`customer ${customerId} has no member`);
    return row;
  };
  const inShop = (customerId: number) => {
    const found = simulator.store.customer(SHOP, customerId);
    if (!found) throw new Error(`the shop has no customer ${customerId}`);
    return found;
  };
  const rowOf = async (customerId: number) => {
    const { exigo_customer_id: id } = await memberOf(customerId);
    const row = company.customers.find((each) => each.customerID === id);
    if (!row) throw new Error(`customer ${customerId} is not in Exigo`);
    return row;
  };
  /** Tells the app what happened since, on both sides, and carries out what is due, once. */
  const work = async (): Promise<number> => {
    for (const event of events.splice(0)) await tell(event);
    await database.pool.query("UPDATE customer_window SET due_at = due_at - INTERVAL ? SECOND", [MINUTE_S]);
    await pollExigoCustomers(ports, { signal: new AbortController().signal });
    const due = await documents.findDue(500);
    for (const step of due) await deliverDocument(engine, step, DEFAULT_DELIVERY_POLICY);
    if (faults.length > 0) throw faults[0];
    return due.length + events.length;
  };
  return {
    work,
    inShop,
    async addCustomer(input: Omit<UpdateCustomerInput, "shop" | "customerId">): Promise<number> {
      const { id } = shopify.createCustomer({ shop: SHOP, ...input });
      for (const event of events.splice(0)) await tell(event);
      return id;
    },
    editInShop: (customerId: number, input: Omit<UpdateCustomerInput, "shop" | "customerId">) =>
      void shopify.updateCustomer({ shop: SHOP, customerId, ...input }),
    /** As somebody of the company does it, at the time that the test's clock shows. */
    async editInExigo(customerId: number, columns: Record<string, string | number>): Promise<void> {
      const row = await rowOf(customerId);
      const authorization = `Basic ${Buffer.from("api@demo:demo-password").toString("base64")}`;
      const response = await fetch(`${exigo.url}/3.0/customers`, {
        method: "PATCH",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify({ customerID: row.customerID, ...columns }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    inExigo: async (customerId: number) => (await rowOf(customerId)).columns,
    wantedInExigo(customerId: number) {
      const { firstName, lastName, phone, defaultAddress } = inShop(customerId);
      const mainAddress1 = defaultAddress?.address1;
      return { firstName, lastName, ...(phone === null ? {} : { phone }), mainAddress1 };
    },
    metafieldOf: (customerId: number, key: string): string | undefined =>
      Object.values(simulator.store.state.metafields).find(
        (each) => each.ownerId === `gid://shopify/Customer/${customerId}` && each.key === key,
      )?.value,
    /** Works until nothing is due and nothing was told any more. */
    async settle(): Promise<void> {
      for (let rounds = 0; rounds < 60; rounds += 1) if ((await work()) === 0 && rounds > 1) return;
      throw new Error("it does not settle");
    },
    letPass(milliseconds: number): void {
      clock.now = new Date(clock.now.getTime() + milliseconds);
    },
    writes: () => ({ exigo: [...written.exigo], shopify: written.shopify }),
    conflicts: (): Promise<{ stands: string }[]> =>
      database.pool.query("SELECT stands FROM customer_conflict WHERE program_id = ? ORDER BY id", [
        programId,
      ]),
    unsettled: (): Promise<unknown[]> =>
      database.pool.query(
        "SELECT kind, state, last_error FROM document_intent WHERE program_id = ? AND state <> 'confirmed'",
        [programId],
      ),
    async stored() {
      const [steps, agreements, conflicts]: unknown[][] = await Promise.all([
        database.pool.query("SELECT * FROM document_intent WHERE program_id = ?", [programId]),
        database.pool.query("SELECT * FROM customer_agreement WHERE program_id = ?", [programId]),
        database.pool.query("SELECT * FROM customer_conflict WHERE program_id = ?", [programId]),
      ]);
      return { steps, agreements, conflicts };
    },
    redact: (customerId: number) =>
      redactCustomer(
        database,
        { programId, shopId },
        { customerId: String(customerId), email: null, phone: null, orderIds: [] },
      ),
    async close(): Promise<void> {
      await exigo.close();
      await world.close();
    },
  };
}
