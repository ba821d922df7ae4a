import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createMysqlMembers } from "#adapters/mysql/members";
import type { CustomerFacts, Members } from "#usecases/ports/members";

import { createInMemoryMembers } from "../../support/in-memory-app.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

let world: LedgerWorld;
let onMysql: Members;
beforeAll(async () => {
  world = await createLedgerWorld();
  onMysql = createMysqlMembers(world.database);
});
afterAll(() => world.close());

function customer(customerId: string, changes: Partial<CustomerFacts> = {}): CustomerFacts {
  return {
    customerId,
    email: "ada@example.com",
    emailVerified: true,
    firstName: "Ada",
    lastName: "Lovelace",
    updatedAt: "2026-11-10T10:00:00.000Z",
    ...changes,
  };
}

const inMemory = createInMemoryMembers().members;

describe.each([
  ["in memory", () => inMemory],
  ["on MySQL", () => onMysql],
])("members %s", (_, members) => {
  const identityOf = async (accountId: number) => {
    const identity = await members().findByAccount(world.programId, accountId);
    if (!identity) throw new Error("no member");
    return identity;
  };
  const ensure = (facts: CustomerFacts, shopId = world.shopId) =>
    members().ensureMember(world.programId, shopId, facts);

  it("make one member with an account per customer of a shop", async () => {
    const first = await ensure(customer("101"));
    expect(await ensure(customer("101"))).toEqual(first);
    expect(await ensure(customer("102"))).not.toEqual(first);
    expect(await ensure(customer("101"), world.shopId + 1)).not.toEqual(first);
    expect(await members().findAccount(world.programId, first.memberId)).toEqual(first);
    expect(await identityOf(first.accountId)).toEqual({
      ...first,
      exigoCustomerId: null,
      email: "ada@example.com",
      emailVerified: true,
      firstName: "Ada",
      lastName: "Lovelace",
      customers: [{ shopId: world.shopId, customerId: "101" }],
    });
  });

  it("take newer facts and leave older ones", async () => {
    const { accountId } = await ensure(customer("110"));
    await ensure(customer("110", { lastName: "King", updatedAt: "2026-11-11T10:00:00.000Z" }));
    await ensure(customer("110", { lastName: "Byron", updatedAt: "2026-11-09T10:00:00.000Z" }));
    expect((await identityOf(accountId)).lastName).toBe("King");
  });

  it("link one Exigo customer to one member, once", async () => {
    const [ada, bob] = [await ensure(customer("120")), await ensure(customer("121"))];
    const link = (memberId: number, exigoCustomerId: number) =>
      members().linkExigoCustomer(world.programId, memberId, { exigoCustomerId, mirror: 1 });
    expect(await link(ada.memberId, 9001)).toBe(true);
    expect(await link(ada.memberId, 9001)).toBe(true);
    expect(await link(ada.memberId, 9002)).toBe(false);
    expect(await link(bob.memberId, 9001)).toBe(false);
    expect((await identityOf(ada.accountId)).exigoCustomerId).toBe(9001);
  });

  it("know nobody by an account that does not exist", async () => {
    expect(await members().findByAccount(world.programId, 999_999)).toBeNull();
  });
});

describe("members on MySQL", () => {
  const countOf = async (table: string): Promise<number> => {
    const [row] = await world.database.pool.query<{ rows: number }[]>(
      `SELECT COUNT(*) AS \`rows\` FROM ${table}`,
    );
    return row?.rows ?? 0;
  };

  it("make one member of a customer who comes in twenty times at once, and leave nothing behind", async () => {
    const before = await countOf("account");
    const made = await Promise.all(
      Array.from({ length: 20 }, () => onMysql.ensureMember(world.programId, world.shopId, customer("200"))),
    );
    expect(new Set(made.map(({ accountId }) => accountId)).size).toBe(1);
    expect(await countOf("account")).toBe(before + 1);
    expect(await countOf("member")).toBe(await countOf("account"));
  });

  it("told of at one moment are each answered with their own, known or new", async () => {
    const known = await onMysql.ensureMember(world.programId, world.shopId, customer("700"));
    const newer = customer("700", { lastName: "King", updatedAt: "2026-11-12T10:00:00.000Z" });
    const told = [customer("702"), newer, customer("701"), customer("700")];
    const members = await Promise.all(
      told.map((each) => onMysql.ensureMember(world.programId, world.shopId, each)),
    );
    expect([members[1], members[3]]).toEqual([known, known]);
    expect(new Set(members.map(({ accountId }) => accountId)).size).toBe(3);
    for (const [index, customerId] of ["702", "700", "701"].entries()) {
      expect(await onMysql.findByAccount(world.programId, members[index]?.accountId ?? 0)).toMatchObject({
        customers: [{ shopId: world.shopId, customerId }],
        lastName: customerId === "700" ? "King" : "Lovelace",
      });
    }
  });

  it("begin an account empty, with a head of zeros", async () => {
    const { accountId } = await onMysql.ensureMember(world.programId, world.shopId, customer("201"));
    const [row] = await world.database.pool.query<Record<string, unknown>[]>(
      "SELECT available, pending, held, entry_count, head_hash FROM account WHERE program_id = ? AND id = ?",
      [world.programId, accountId],
    );
    expect(row).toEqual({ available: 0, pending: 0, held: 0, entry_count: 0, head_hash: Buffer.alloc(32) });
  });

  it("keep what fits of names that are too long, and no part of an address", async () => {
    const long = customer("202", { firstName: "é".repeat(150), email: `${"a".repeat(330)}@example.com` });
    const { accountId } = await onMysql.ensureMember(world.programId, world.shopId, long);
    expect(await onMysql.findByAccount(world.programId, accountId)).toMatchObject({
      firstName: "é".repeat(100),
      email: null,
    });
  });

  it("are not found from another program", async () => {
    const { accountId } = await onMysql.ensureMember(world.programId, world.shopId, customer("203"));
    expect(await onMysql.findByAccount(world.programId + 1, accountId)).toBeNull();
  });
});
