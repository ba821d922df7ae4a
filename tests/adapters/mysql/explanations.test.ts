import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createMysqlExplanations } from "#adapters/mysql/explanations";
import type { Balance, ExplainedStep } from "#core/reading";
import { explainBalance } from "#usecases/explain-balance";
import type { ExplainedBalance } from "#usecases/explain-balance";
import { explainOrder } from "#usecases/explain-order";
import { applyRefundEvent } from "#usecases/apply-refund-event";

import { mixCommands } from "../../support/mixed-commands.ts";
import { createPeopleWorld } from "../../support/people-world.ts";
import type { PeopleWorld } from "../../support/people-world.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { customerBody, lineBody, orderBody, refundBody } from "../shopify/bodies.ts";

const NOTHING: Balance = { availableMinor: 0, pendingMinor: 0, heldMinor: 0 };

let world: PeopleWorld;
beforeAll(async () => {
  world = await createPeopleWorld();
});
afterAll(() => world.close());

const ports = () => ({ explanations: createMysqlExplanations(world.database) });

/** All pages of a member's steps, newest first. */
async function pagesOf(memberId: number, limit: number): Promise<ExplainedBalance[]> {
  const pages: ExplainedBalance[] = [];
  let beforeSeq: number | null = null;
  do {
    const input = { programId: world.programId, memberId, beforeSeq, limit };
    const page: ExplainedBalance | null = await explainBalance(ports(), input);
    if (!page) throw new Error(`member ${memberId} is not explained`);
    pages.push(page);
    beforeSeq = page.nextBeforeSeq;
  } while (beforeSeq !== null);
  return pages;
}

function sum(steps: readonly ExplainedStep[]): number[] {
  const of = (bucket: keyof Balance) => steps.reduce((total, { change }) => total + change[bucket], 0);
  return [of("availableMinor"), of("pendingMinor"), of("heldMinor")];
}

describe("a balance", () => {
  it.each([1, 2, 3])("is the sum of the steps that explain it, after any history (%i)", async (seed) => {
    const random = seededRandom(seed);
    const accounts = [];
    for (const id of [1, 2, 3]) accounts.push(await world.addCustomer(seed * 100 + id));
    const accountIds = accounts.map(({ accountId }) => accountId);
    const commands = mixCommands(150, accountIds, random, `explain-${seed}`);
    await world.post(...commands);

    for (const { memberId, accountId } of accounts) {
      const pages = await pagesOf(memberId, 1 + Math.floor(random() * 20));
      const steps = pages.flatMap((page) => page.steps);
      const { entries } = (
        await world.database.pool.query(
          "SELECT entry_count AS entries FROM account WHERE program_id = ? AND id = ?",
          [world.programId, accountId],
        )
      )[0] as { entries: number };
      expect(steps.map(({ seq }) => seq)).toEqual(Array.from({ length: entries }, (_, at) => entries - at));
      expect(sum(steps)).toEqual(await world.balanceOf(accountId));
      expect(pages.map((page) => page.unexplained)).toEqual(pages.map(() => NOTHING));
      expect(pages.at(-1)?.opening).toEqual(NOTHING);
      pages.slice(1).forEach((page, index) => expect(page.closing).toEqual(pages[index]?.opening));
    }
  });

  it("that is not what its entries lead to is told by how much", async () => {
    const { memberId, accountId } = await world.addCustomer(901);
    await world.open(accountId, "open/901", 70);
    await world.database.pool.query("UPDATE account SET available = 75 WHERE program_id = ? AND id = ?", [
      world.programId,
      accountId,
    ]);
    const [page] = await pagesOf(memberId, 10);
    expect(page?.unexplained).toEqual({ ...NOTHING, availableMinor: 5 });
  });

  it("of nobody, or of another program's member, is not explained", async () => {
    const { memberId } = await world.addCustomer(902);
    const asked = { memberId, beforeSeq: null, limit: 10 };
    expect(await explainBalance(ports(), { ...asked, programId: world.programId + 1 })).toBeNull();
    expect(
      await explainBalance(ports(), { ...asked, programId: world.programId, memberId: 999_999 }),
    ).toBeNull();
  });
});

describe("an order", () => {
  const explain = (orderId: number, programId = world.programId) =>
    explainOrder(ports(), { programId, shopId: world.shopId, orderId: String(orderId) });

  it("that earned and was refunded in part is explained by its lines, its rules' version and its entries", async () => {
    await world.tellOrder(orderBody({ id: 601 }));
    await applyRefundEvent(world.ports, world.event("refunds/create", refundBody({ id: 1, order_id: 601 })));

    const explained = await explain(601);

    const target = explained?.evaluation?.targetMinor;
    expect(target).toBeGreaterThan(0);
    expect(explained).toMatchObject({
      creditedMinor: target,
      evaluation: { reason: "earned", ruleVersion: 1 },
    });
    expect(explained?.evaluation?.trace?.lines.length).toBe(explained?.evaluation?.lines.length);
    expect(explained?.steps).toMatchObject([
      { kind: "earn", ruleVersion: 1, orderName: explained?.name, subject: `shop/${world.shopId}/order/601` },
      { kind: "earn", ruleVersion: 1 },
    ]);
    expect(explained?.steps[1]?.change.availableMinor).toBeLessThan(0);
  });

  it.each([
    ["not_paid", { financial_status: "pending" }],
    ["test_order", { test: true }],
    ["rounds_to_zero", { line_items: [lineBody({ price: "0.10" })] }],
    ["no_customer", { customer: null }],
  ])("that earned nothing is explained by %s", async (reason, changes) => {
    const id = 700 + Object.keys(changes)[0]!.length;
    await world.tellOrder(orderBody({ id, customer: customerBody({ id: 950 }), ...changes }));
    expect(await explain(id)).toMatchObject({
      creditedMinor: 0,
      steps: [],
      evaluation: { reason, targetMinor: 0 },
    });
  });

  it("that nobody told of, or of another program, is not explained", async () => {
    await world.tellOrder(orderBody({ id: 801 }));
    expect(await explain(802)).toBeNull();
    expect(await explain(801, world.programId + 1)).toBeNull();
  });
});
