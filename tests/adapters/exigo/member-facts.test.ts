import { afterEach, beforeEach, expect, test } from "vitest";

import { createMysqlCustomers } from "#adapters/mysql/customers";
import type { TagChange } from "#usecases/ports/customers";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";
import { seededRandom } from "../../support/seeded-random.ts";

let world: ExigoWorld;
let accountId: number;
let memberId: number;

beforeEach(async () => {
  world = await createExigoWorld();
  accountId = await world.addAccount(7001);
  memberId = (await world.ports.members.findByAccount(world.programId, accountId))!.memberId;
});
afterEach(() => world.close());

const facts = (member = memberId) => world.ports.memberFacts.find(world.programId, member);
const inExigo = async (path: string, fields: object) => {
  const answer = await fetch(`${world.exigo.url}/control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fields),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as { customerID: number };
};
const age = (hours: number) =>
  world.database.pool.query("UPDATE member SET exigo_facts_at = exigo_facts_at - INTERVAL ? HOUR", [hours]);

test("nothing is known of a member that nobody told of", async () => {
  const nothing = { customerTags: [], exigoCustomerType: null, exigoRank: null };
  expect(await facts()).toEqual(nothing);
  expect(await facts(999_999)).toEqual(nothing);
});

test("type and rank come with the link, and are asked for again when they are a day old", async () => {
  const { customerID } = await inExigo("customers", {
    customerType: 3,
    firstName: "Ada",
    manualCustomerKey: `HC-${world.programId}-${memberId}`,
  });
  await inExigo("ranks", { customerID, rankID: 40 });
  await world.earn(accountId, 10, "a");
  await world.deliverDue();
  expect(await facts()).toMatchObject({ exigoCustomerType: "3", exigoRank: "40" });

  await inExigo("ranks", { customerID, rankID: 50 });
  await world.poll();
  expect(await facts()).toMatchObject({ exigoRank: "40" });
  await age(25);
  await world.poll();
  expect(await facts()).toMatchObject({ exigoCustomerType: "3", exigoRank: "50" });
});

test("what Exigo does not answer stays as it was", async () => {
  await world.earn(accountId, 10, "a");
  await world.deliverDue();
  expect(await facts()).toMatchObject({ exigoCustomerType: "1", exigoRank: null });
  await age(25);
  world.breakNext("GetCustomers", "status");
  await world.poll();
  expect(await facts()).toMatchObject({ exigoCustomerType: "1" });
});

test("tags end the same whatever order they are told in, and however often", async () => {
  const customers = createMysqlCustomers(world.database, world.ports.members);
  const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, "0")}:00.000Z`;
  const told: Omit<TagChange, "customerId">[] = [
    { tags: ["VIP", "Wholesale"], areSet: true, at: at(1) },
    { tags: ["vip"], areSet: false, at: at(2) },
    { tags: ["Gold"], areSet: true, at: at(3) },
    { tags: ["Vip"], areSet: true, at: at(4) },
    { tags: ["Wholesale"], areSet: false, at: at(5) },
  ];
  for (let seed = 1; seed <= 10; seed += 1) {
    const random = seededRandom(seed);
    const customerId = String(8_000 + seed);
    const shuffled = [...told, ...told.slice(0, 2)]
      .map((change) => [random(), change] as const)
      .sort(([a], [b]) => a - b);
    for (const [, change] of shuffled) {
      await customers.changeTags(world.programId, world.shopId, { ...change, customerId });
    }
    const { memberId: member } = await world.ports.members.ensureMember(world.programId, world.shopId, {
      customerId,
      email: null,
      emailVerified: false,
      firstName: null,
      lastName: null,
      updatedAt: at(0),
    });
    expect((await facts(member)).customerTags).toEqual(["Gold", "Vip"]);
  }
});

test("a whole reading of the tags takes off what was told before it, and nothing later", async () => {
  const customers = createMysqlCustomers(world.database, world.ports.members);
  const customer = { customerId: "7001" };
  const change = (tags: string[], at: string) =>
    customers.changeTags(world.programId, world.shopId, { ...customer, tags, areSet: true, at });
  await change(["Old", "Kept"], "2026-11-20T10:00:00.000Z");
  await change(["Later"], "2026-11-20T12:00:00.000Z");
  await customers.replaceTags(world.programId, world.shopId, {
    ...customer,
    tags: ["Kept", "Read"],
    at: "2026-11-20T11:00:00.000Z",
  });
  expect((await facts()).customerTags).toEqual(["Kept", "Later", "Read"]);
});
