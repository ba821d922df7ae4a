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
import { loseMutationAnswers } from "../../simulators/shopify/admin-api/lost-answers.ts";
import type { UpdateCustomerInput } from "../../simulators/shopify/operations/inputs.ts";
import type { ShopEvent } from "../../simulators/shopify/operations/index.ts";
import { seededRandom } from "./seeded-random.ts";
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
  /** Called before each write to the shop. */
  let beforeShopWrite = (): void => undefined;
  let lostByShop = 0;
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
        beforeShopWrite();
        return shopCustomers.writeAddress(...call);
      },
      writeFacts: (...call: Parameters<typeof shopCustomers.writeFacts>) => {
        written.shopify += 1;
        beforeShopWrite();
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
  /** What was told of the app's own writes so far. */
  let heard = 0;
  /** What happened in the shop since: by people, and by the app's own writes, of which Shopify tells as well. */
  const toTell = (): ShopEvent[] => {
    const own = simulator.store.state.deliveries.slice(heard);
    heard += own.length;
    const echoes = own.map(({ shop, topic, body }) => ({
      shop,
      topic,
      payload: JSON.parse(body) as unknown,
    }));
    return [...events.splice(0), ...echoes];
  };
  const poll = async (): Promise<void> => {
    await database.pool.query("UPDATE customer_window SET due_at = due_at - INTERVAL ? SECOND", [MINUTE_S]);
    await pollExigoCustomers(ports, { signal: new AbortController().signal });
  };
  /** Tells the app what happened since, on both sides, and carries out what is due, once. */
  const work = async (): Promise<number> => {
    const told = toTell();
    for (const event of told) await tell(event);
    await poll();
    const due = await documents.findDue(500);
    for (const step of due) await deliverDocument(engine, step, DEFAULT_DELIVERY_POLICY);
    if (faults.length > 0) throw faults[0];
    return due.length + told.length;
  };
  /** Lets time go by for steps that wait: longer than a quiet time, a lease and a claim of a link. */
  const letStepsPass = async (): Promise<void> => {
    const seconds = 10 * MINUTE_S;
    await database.pool.query(
      `UPDATE document_intent SET due_at = due_at - INTERVAL ? SECOND, sent_at = sent_at - INTERVAL ? SECOND
        WHERE program_id = ? AND state IN ('due', 'unknown', 'waiting')`,
      [seconds, seconds, programId],
    );
    await database.pool.query("UPDATE member SET exigo_claim_until = exigo_claim_until - INTERVAL ? SECOND", [
      seconds,
    ]);
  };
  const unsettled = (): Promise<unknown[]> =>
    database.pool.query(
      "SELECT kind, state, last_error FROM document_intent WHERE program_id = ? AND state <> 'confirmed'",
      [programId],
    );
  return {
    work,
    letStepsPass,
    inShop,
    /**
     * From now on a share of the writes on each side, 0 to 1, take effect and are not answered; 0: all are again. Returns
     * how many were lost until now.
     */
    loseAnswers(share: number, seed: number): { exigo: number; shopify: number } {
      const random = seededRandom(seed);
      const struck = exigo.simulator.faults.list().reduce((sum, fault) => sum + fault.struck, 0);
      const before = { exigo: struck, shopify: lostByShop };
      lostByShop = 0;
      const strikes = { times: null, probability: share, seed, status: 500, delayMs: 0 };
      exigo.simulator.faults.clear();
      if (share > 0)
        for (const operation of ["CreateCustomer", "UpdateCustomer"])
          exigo.simulator.faults.arm({ ...strikes, operation, kind: "answer-lost-after-effect" });
      beforeShopWrite = () => {
        const isLost = random() < share;
        if (isLost) lostByShop += 1;
        loseMutationAnswers(simulator.store, SHOP, isLost ? 1 : 0, "");
      };
      return before;
    },
    /**
     * What goes on by itself, each over and over beside the others and beside the test, until it is told to stop:
     * webhooks are delivered, Exigo is looked at, steps are carried out by several processes, time goes by.
     */
    beginWorking(): () => Promise<void> {
      let isOver = false;
      const over = async (once: () => Promise<unknown>): Promise<void> => {
        while (!isOver) {
          await once();
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      const waiting: ShopEvent[] = [];
      const tellNext = async (): Promise<void> => {
        waiting.push(...toTell());
        const event = waiting.shift();
        if (event) await tell(event);
      };
      const deliverNext = async (): Promise<void> => {
        for (const step of await documents.findDue(10))
          await deliverDocument(engine, step, DEFAULT_DELIVERY_POLICY);
      };
      const going = [tellNext, tellNext, poll, deliverNext, deliverNext, deliverNext, letStepsPass].map(over);
      return async () => {
        isOver = true;
        await Promise.all(going);
        for (const event of waiting) await tell(event);
        if (faults.length > 0) throw faults[0];
      };
    },
    /** Everything that either side has of its customers, with when each was changed last: a write changes it. */
    bothSides: () =>
      structuredClone({
        exigo: company.customers,
        shop: simulator.store.state.customers,
        metafields: simulator.store.state.metafields,
      }),
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
      }).catch(() => null);
      // Where answers are lost, this one may be among them; the edit was made.
      if (response?.ok === false) throw new Error(await response.text());
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
      for (let rounds = 0; rounds < 60; rounds += 1) {
        if ((await work()) > 0) continue;
        if (rounds > 1 && (await unsettled()).length === 0) return;
        await letStepsPass();
      }
      throw new Error(`it does not settle: ${JSON.stringify(await unsettled())}`);
    },
    letPass(milliseconds: number): void {
      clock.now = new Date(clock.now.getTime() + milliseconds);
    },
    writes: () => ({ exigo: [...written.exigo], shopify: written.shopify }),
    conflicts: (): Promise<{ stands: string }[]> =>
      database.pool.query("SELECT stands FROM customer_conflict WHERE program_id = ? ORDER BY id", [
        programId,
      ]),
    unsettled,
    refusals: (): Promise<{ domain: string; field: string; direction: string }[]> =>
      database.pool.query(
        "SELECT domain, field, direction FROM ownership_refusal WHERE program_id = ? ORDER BY id",
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
    /** What a step does when both sides have the same of a customer. */
    agree: async (customerId: number) => {
      const mirror = (await ports.exigoConnections.find(programId))?.mirror ?? 0;
      const agreed = { owned: ports.digest("anything") };
      await ports.customerAgreements.agree(programId, (await memberOf(customerId)).id, mirror, agreed);
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
