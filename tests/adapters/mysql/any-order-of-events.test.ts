import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createMysqlCaps } from "#adapters/mysql/caps";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlOrders } from "#adapters/mysql/orders";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createMysqlWaitingCredits } from "#adapters/mysql/waiting-credits";
import { orderSubject } from "#core/earning";
import type { OrderNews } from "#core/earning";
import { settleOrder } from "#usecases/settle-order";

import { createInMemoryContexts } from "../../support/in-memory-app.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";
import { addSimpleRule } from "../../support/simple-rule.ts";
import { arrivals, customerOf, CUSTOMERS } from "../../support/order-lives.ts";

let world: LedgerWorld;
beforeAll(async () => {
  world = await createLedgerWorld();
  const rule = { creditsPerUnitMicros: 1_370_000, rounding: "half-up" } as const;
  await addSimpleRule(world.database, world.programId, rule);
});
afterAll(() => world.close());

const portsOn = (database: Database) => ({
  programs: createMysqlPrograms(database),
  members: createMysqlMembers(database),
  orders: createMysqlOrders(database),
  ledger: createMysqlLedger(database),
  earnRules: createMysqlEarnRules(database),
  caps: createMysqlCaps(database),
  ...createInMemoryContexts(),
  waitingCredits: createMysqlWaitingCredits(database),
});

/** Tells the events of an order and returns what each customer has earned with it. */
async function settleAll(database: Database, orderId: string, events: readonly OrderNews[], atOnce: boolean) {
  const ports = portsOn(database);
  const shop = await ports.programs.findShop(world.programId, world.shopId);
  if (!shop) throw new Error("no shop");
  const tell = (news: OrderNews) => {
    const facts = news.facts && { ...news.facts, orderId };
    return settleOrder(ports, { shop, orderId, news: { ...news, facts }, customer: customerOf(news) });
  };
  if (atOnce) await Promise.all(events.map(tell));
  else for (const news of events) await tell(news);
  return Promise.all(
    CUSTOMERS.map(async (customerId) => {
      const customer = { customerId, email: null, emailVerified: false, firstName: null, lastName: null };
      const updatedAt = "2026-11-10T09:00:00.000Z";
      const { accountId } = await ports.members.ensureMember(shop.programId, shop.shopId, {
        ...customer,
        updatedAt,
      });
      const subject = orderSubject({ shopId: shop.shopId, orderId });
      return (await ports.waitingCredits.find(shop.programId, accountId, subject)).earnedMinor;
    }),
  );
}

describe("the events of an order on the real database", () => {
  let orderId = 1000;
  const nextOrder = (): string => String((orderId += 1));

  it.each([
    ["one after the other", false, 100],
    ["all at once", true, 100],
  ])(
    "end in the same balances in any order, %s",
    async (_, atOnce, numRuns) => {
      await fc.assert(
        fc.asyncProperty(arrivals, async ({ told, arrived }) => {
          const inTurn = await settleAll(world.database, nextOrder(), told, false);
          expect(await settleAll(world.database, nextOrder(), arrived, atOnce)).toEqual(inTurn);
        }),
        { numRuns, endOnFailure: true },
      );
    },
    300_000,
  );

  it("earn once when they come 20 times at the same moment, and again after a restart", async () => {
    const [told] = fc.sample(arrivals, { numRuns: 1, seed: 7 });
    const events = told?.told ?? [];
    const id = nextOrder();
    const first = await settleAll(world.database, id, Array.from({ length: 20 }, () => events).flat(), true);
    const restarted = openDatabase({ url: world.testDatabase.appUrl, connections: 2 });
    const again = await settleAll(restarted, id, events, false);
    await restarted.close();
    expect(again).toEqual(first);
  }, 60_000);
});
