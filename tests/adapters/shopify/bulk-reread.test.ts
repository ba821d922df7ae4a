import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { readJsonLines } from "#adapters/shopify/jsonl";
import type { Shop } from "#usecases/ports/programs";
import type { CustomerFacts } from "#usecases/ports/members";
import { requestReread } from "#usecases/request-reread";
import { DEFAULT_REREAD_POLICY } from "#core/rereading";
import { workOnReread } from "#usecases/work-on-reread";

import { createShopWorld, SHOP } from "../../support/shop-world.ts";
import type { ShopWorld } from "../../support/shop-world.ts";

// Ten thousand customers are more than a moment's work.
vi.setConfig({ testTimeout: 120_000 });

let world: ShopWorld;
let shop: Shop;

beforeEach(async () => {
  world = await createShopWorld();
  shop = await world.install();
});
afterEach(() => world.close());

const key = () => shop.programId;
const find = (id: number) => world.ports.rereads.find(key(), id);

/** Asks for all customers. */
async function importCustomers(): Promise<number> {
  const now = new Date().toISOString();
  const asked = await requestReread(world.ports, { shopDomain: SHOP, ordersSince: null, now, by: "1" });
  if (!asked.ok) throw new Error(asked.refusal.code);
  return asked.value.id;
}

function addCustomers(count: number): void {
  const before = world.simulator.store.customersOf(SHOP).length;
  for (let index = 0; index < count; index += 1) {
    const number = before + index;
    world.simulator.store.state.customers[String(9_000_000 + number)] = {
      id: 9_000_000 + number,
      shop: SHOP,
      email: `${number}@example.com`,
      emailVerified: true,
      phone: null,
      firstName: "Ada",
      lastName: `Lovelace ${number}`,
      tags: [],
      note: null,
      state: "enabled",
      locale: "en",
      createdAt: "2024-01-01T00:00:00Z",
      updatedAt: "2024-01-01T00:00:00Z",
    };
  }
}

/** One turn of the run, whenever it is due. */
async function turn(id: number, use = world.ports) {
  await world.database.pool.query("UPDATE reread SET due_at = UTC_TIMESTAMP(3) WHERE id = ?", [id]);
  const { signal } = new AbortController();
  return workOnReread(use, { programId: key(), id, policy: DEFAULT_REREAD_POLICY, signal });
}

/** Turns until the run has ended; gives how it stands then. */
async function toItsEnd(id: number, use = world.ports) {
  for (let turns = 0; turns < 30; turns += 1) {
    const end = await turn(id, use);
    if (end?.end !== "later") break;
  }
  return find(id);
}

async function members(): Promise<{ members: number; accounts: number }> {
  const [row]: { members: number; accounts: number }[] = await world.database.pool.query(
    `SELECT (SELECT COUNT(*) FROM member_customer WHERE program_id = ?) AS members,
            (SELECT COUNT(*) FROM account WHERE program_id = ?) AS accounts`,
    [key(), key()],
  );
  return row ?? { members: -1, accounts: -1 };
}

describe("the import of all customers", () => {
  it("makes 10,000 members, a few hundred at a time", async () => {
    addCustomers(10_000);
    const batches: number[] = [];
    const membersInBulk = {
      ensure: (programId: number, shopId: number, customers: readonly CustomerFacts[]) => {
        batches.push(customers.length);
        return world.ports.membersInBulk.ensure(programId, shopId, customers);
      },
    };
    const id = await importCustomers();
    const ended = await toItsEnd(id, {
      ...world.ports,
      membersInBulk: { ...world.ports.membersInBulk, ...membersInBulk },
    });
    expect(ended).toMatchObject({ state: "finished", read: 10_000, found: 10_000, total: 10_000 });
    expect(await members()).toEqual({ members: 10_000, accounts: 10_000 });
    expect(Math.max(...batches)).toBeLessThanOrEqual(250);
  });

  it("changes nothing when it is asked for again, but takes newer names", async () => {
    addCustomers(30);
    await toItsEnd(await importCustomers());
    const [one] = world.simulator.store.customersOf(SHOP);
    world.shopify.updateCustomer({ shop: SHOP, customerId: one?.id ?? 0, firstName: "Augusta" });
    expect(await toItsEnd(await importCustomers())).toMatchObject({ read: 30, found: 1 });
    expect(await members()).toEqual({ members: 30, accounts: 30 });
  });

  it("stores tags, and takes off those that are gone", async () => {
    world.minutesAgo(30);
    addCustomers(3);
    const [one, two] = world.simulator.store.customersOf(SHOP);
    world.shopify.updateCustomer({ shop: SHOP, customerId: one?.id ?? 0, tags: ["VIP", "b2b"] });
    world.shopify.updateCustomer({ shop: SHOP, customerId: two?.id ?? 0, tags: ["vip"] });
    await toItsEnd(await importCustomers());
    world.clock.now = new Date(world.clock.now.getTime() + 5_000);
    world.shopify.updateCustomer({ shop: SHOP, customerId: one?.id ?? 0, tags: ["b2b"] });
    world.shopify.updateCustomer({ shop: SHOP, customerId: two?.id ?? 0, tags: [] });
    await toItsEnd(await importCustomers());
    const tags = await world.database.pool.query(
      "SELECT customer_id, tag, is_set FROM customer_tag WHERE program_id = ? ORDER BY customer_id, tag_key",
      [key()],
    );
    expect(tags).toEqual([
      { customer_id: one?.id, tag: "b2b", is_set: 1 },
      { customer_id: one?.id, tag: "VIP", is_set: 0 },
      { customer_id: two?.id, tag: "vip", is_set: 0 },
    ]);
  });

  it("wakes opening balances that waited for one of them", async () => {
    await world.database.pool.query(
      `INSERT INTO waiting_opening (program_id, business_key, source, mode, email, amount, effective_at, state, created_at)
       VALUES (?, 'k', 's', 'skip', '3@example.com', 5, UTC_TIMESTAMP(3), 'waiting', UTC_TIMESTAMP(3))`,
      [key()],
    );
    addCustomers(10);
    await toItsEnd(await importCustomers());
    const woken = await world.database.pool.query("SELECT due_at IS NOT NULL AS woken FROM waiting_opening");
    expect(woken).toEqual([{ woken: 1 }]);
  });

  it("goes on at the byte that was noted last when the process was killed in the middle", async () => {
    addCustomers(1_000);
    const id = await importCustomers();
    await turn(id);
    await turn(id);
    let batches = 0;
    // why: a killed process says nothing more, not even that it ended.
    const dying = {
      ...world.ports,
      membersInBulk: {
        ...world.ports.membersInBulk,
        ensure: (...input: Parameters<typeof world.ports.membersInBulk.ensure>) =>
          (batches += 1) === 3
            ? new Promise<never>(() => undefined)
            : world.ports.membersInBulk.ensure(...input),
      },
    };
    void turn(id, dying);
    await expect.poll(() => batches, { timeout: 20_000 }).toBe(3);
    expect(await find(id)).toMatchObject({ state: "reading", read: 500 });
    await world.database.pool.query("UPDATE reread SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
    expect(await toItsEnd(id)).toMatchObject({ state: "finished", read: 1_000, found: 1_000 });
    expect(await members()).toEqual({ members: 1_000, accounts: 1_000 });
  });
});

describe("a bulk operation", () => {
  const bulkIds = () => world.simulator.bulk.all(SHOP).map(({ id }) => id);

  it("is started anew when it fails", async () => {
    addCustomers(20);
    world.simulator.bulk.setModes({ failNext: "INTERNAL_SERVER_ERROR" });
    const id = await importCustomers();
    await turn(id);
    await turn(id);
    expect(await turn(id)).toMatchObject({ failure: expect.stringContaining("INTERNAL_SERVER_ERROR") });
    expect(await toItsEnd(id)).toMatchObject({ state: "finished", read: 20 });
    expect(bulkIds()).toHaveLength(2);
  });

  it("is started anew when somebody cancels it", async () => {
    addCustomers(20);
    const id = await importCustomers();
    await turn(id);
    const [operation] = world.simulator.bulk.all(SHOP);
    if (operation) operation.status = "CANCELED";
    expect(await turn(id)).toMatchObject({ failure: expect.stringContaining("CANCELED") });
    expect(await toItsEnd(id)).toMatchObject({ state: "finished", read: 20 });
    expect(bulkIds()).toHaveLength(2);
  });

  it("is started anew when the link to its result has expired, and counts from the beginning", async () => {
    addCustomers(600);
    const id = await importCustomers();
    await turn(id);
    await turn(id);
    const expiring = {
      ...world.ports,
      membersInBulk: {
        ...world.ports.membersInBulk,
        async ensure(...input: Parameters<typeof world.ports.membersInBulk.ensure>) {
          aborted.abort();
          return world.ports.membersInBulk.ensure(...input);
        },
      },
    };
    const aborted = new AbortController();
    await world.database.pool.query("UPDATE reread SET due_at = UTC_TIMESTAMP(3)");
    await workOnReread(expiring, {
      programId: key(),
      id,
      policy: DEFAULT_REREAD_POLICY,
      signal: aborted.signal,
    });
    expect(await find(id)).toMatchObject({ state: "waiting", read: 250 });
    world.simulator.bulk.expireLinks(SHOP);
    expect(await turn(id)).toMatchObject({ failure: expect.stringContaining("403") });
    expect(await toItsEnd(id)).toMatchObject({ state: "finished", read: 600 });
    expect(await members()).toEqual({ members: 600, accounts: 600 });
  });

  it("waits for its turn while the shop has as many as it may, and that is no failure", async () => {
    addCustomers(5);
    world.simulator.bulk.setModes({ hold: true });
    for (let busy = 0; busy < 5; busy += 1) {
      await world.ports.bulkReader.start(SHOP, "customers", {
        since: null,
        until: "2100-01-01T00:00:00.000Z",
      });
    }
    const id = await importCustomers();
    for (let tries = 0; tries < 20; tries += 1) {
      expect(await turn(id)).toMatchObject({ end: "later", failure: null, counts: false });
    }
    world.simulator.bulk.setModes({ hold: false });
    for (const { id: operation } of world.simulator.bulk.all(SHOP)) {
      const gid = `gid://shopify/BulkOperation/${operation}`;
      await world.ports.bulkReader.look(SHOP, gid);
      await world.ports.bulkReader.look(SHOP, gid);
    }
    expect(await toItsEnd(id)).toMatchObject({ state: "finished", read: 5 });
  });

  it("is given up for a person's request after a handful of failures, and never for a routine run", async () => {
    addCustomers(5);
    const failing = async (id: number) => {
      for (let turns = 0; turns < 40; turns += 1) {
        world.simulator.bulk.setModes({ failNext: "TIMEOUT" });
        await turn(id);
      }
      return find(id);
    };
    expect(await failing(await importCustomers())).toMatchObject({
      state: "failed",
      lastError: "retryable: bulk operation TIMEOUT",
    });
    await world.database.pool.query("UPDATE shop SET installed_at = installed_at - INTERVAL 9 DAY");
    await world.ports.rereads.ensureRoutines();
    const routine = (await world.ports.rereads.reports(key(), shop.shopId)).find(
      ({ cause }) => cause === "routine",
    );
    expect(await failing(routine?.id ?? 0)).toMatchObject({ state: "waiting", method: "bulk" });
  });

  it("ends at once when nothing is in the range", async () => {
    expect(await toItsEnd(await importCustomers())).toMatchObject({ state: "finished", read: 0, total: 0 });
  });
});

describe("a result file", () => {
  /** Serves JSON lines for as long as they are taken, and counts the bytes that it could hand over. */
  async function serveLines(count: number) {
    const handed = { bytes: 0 };
    const server = createServer((_, res) => {
      let sent = 0;
      const push = (): void => {
        while (sent < count) {
          const line = `${JSON.stringify({ number: sent, filler: "x".repeat(1_000) })}\n`;
          sent += 1;
          handed.bytes += line.length;
          if (!res.write(line)) return void res.once("drain", push);
        }
        res.end();
      };
      push();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    return { url, handed, close };
  }

  it("is fetched no further than its lines are asked for", async () => {
    const { url, handed, close } = await serveLines(200_000);
    const lines = readJsonLines(url, 0, fetch);
    for (let taken = 0; taken < 10; taken += 1) {
      expect((await lines.next()).value).toMatchObject({ ok: true, value: { value: { number: taken } } });
    }
    await lines.return(undefined);
    // 200 MB stand ready; what was handed over is what sockets buffer.
    expect(handed.bytes).toBeLessThan(32 * 1024 * 1024);
    await close();
  });

  it("is read on from a byte, also from a server that knows no ranges", async () => {
    const { url, close } = await serveLines(5);
    const all = [];
    for await (const line of readJsonLines(url, 0, fetch)) all.push(line);
    const from = all[2]?.ok ? all[2].value.nextByte : 0;
    const rest = [];
    for await (const line of readJsonLines(url, from, fetch)) rest.push(line);
    expect(rest).toEqual(all.slice(3));
    await close();
  });

  it("is out of reach, or broke off: that may be tried again", async () => {
    const { url, close } = await serveLines(1);
    await close();
    const lines = readJsonLines(url, 0, fetch);
    expect((await lines.next()).value).toMatchObject({ ok: false, failure: "retryable" });
  });
});
