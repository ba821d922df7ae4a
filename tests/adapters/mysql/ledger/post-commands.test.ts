import { createHash } from "node:crypto";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { entryContent, genesisContent } from "#core/ledger";
import type { Command, EntryDraft } from "#core/ledger";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adjust, earn, NOW, reverse } from "../../../core/ledger/commands.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";

let world: LedgerWorld;
let customers = 0;
const woken: number[] = [];

beforeAll(async () => {
  world = await createLedgerWorld();
});
afterAll(() => world.close());

const ledger = () =>
  createMysqlLedger(world.database, (_programId, intentIds) => void woken.push(...intentIds));
const chainHash = (previous: Buffer, content: string) =>
  createHash("sha256").update(previous).update(content).digest();
const genesisOf = async (accountId: number): Promise<string> => {
  const [account] = await world.database.pool.query(
    "SELECT member_id FROM account WHERE program_id = ? AND id = ?",
    [world.programId, accountId],
  );
  return genesisContent(world.programId, accountId, account.member_id);
};
const newAccount = () => world.addAccount((customers += 1));
const post = (...commands: Command[]) => ledger().post(world.programId, commands);
const count = async (table: string, accountId: number): Promise<number> => {
  const [row] = await world.database.pool.query(
    `SELECT COUNT(*) AS n FROM ${table} WHERE program_id = ? AND account_id = ?`,
    [world.programId, accountId],
  );
  return row.n;
};

describe("posting", () => {
  it("commits entry, postings, lot, key, balance and the shop's intent together", async () => {
    const accountId = await newAccount();
    const [result] = await post(earn(`order-${accountId}`, 1, 500, { accountId, trace: { base: 500 } }));
    expect(result).toMatchObject({ ok: true, outcome: "posted", entrySeq: 1, availableMinor: 500 });
    expect(await count("posting", accountId)).toBe(2);
    expect(await count("lot", accountId)).toBe(1);
    expect(await count("ledger_key", accountId)).toBe(1);
    const intents = await world.database.pool.query(
      "SELECT id, kind, state FROM intent WHERE program_id = ? AND account_id = ?",
      [world.programId, accountId],
    );
    expect(intents).toMatchObject([{ kind: "shopify.balance", state: "due" }]);
    expect(woken).toContain(intents[0].id);
  });

  it("owes a shop the balance once for a batch, by its newest entry", async () => {
    const accountId = await newAccount();
    await post(...[1, 2, 3].map((order) => earn(`batch-${accountId}-${order}`, 1, 5, { accountId })));
    const intents: { entry_seq: number }[] = await world.database.pool.query(
      "SELECT entry_seq FROM intent WHERE program_id = ? AND account_id = ? AND kind = 'shopify.balance'",
      [world.programId, accountId],
    );
    expect(intents).toEqual([{ entry_seq: 3 }]);
  });

  it("makes one entry of one event told 20 times in parallel", async () => {
    const accountId = await newAccount();
    const command = earn(`order-${accountId}`, 1, 500, { accountId });
    const results = await Promise.all(
      Array.from({ length: 20 }, () => ledger().post(world.programId, [command])),
    );
    // By value: MySQL keeps the keys of a stored answer in an order of its own.
    expect(results).toEqual(results.map(() => results[0]));
    expect(await count("entry", accountId)).toBe(1);
  });

  it("lets exactly one of 40 parallel spends of 60 have the 100", async () => {
    const accountId = await newAccount();
    await post(adjust(`give-${accountId}`, 100, { accountId }));
    const spends = Array.from({ length: 40 }, (_, index) =>
      post(adjust(`spend-${accountId}-${index}`, -60, { accountId })),
    );
    const results = (await Promise.all(spends)).flat();
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await count("entry", accountId)).toBe(2);
  });

  it("keeps a refused key refused after the credits arrived", async () => {
    const accountId = await newAccount();
    const spend = adjust(`early-${accountId}`, -10, { accountId });
    const [refused] = await post(spend);
    await post(adjust(`late-${accountId}`, 100, { accountId }));
    expect(await post(spend)).toEqual([refused]);
  });

  it("answers a used key with other content by a refusal", async () => {
    const accountId = await newAccount();
    await post(adjust(`key-${accountId}`, 10, { accountId }));
    const [result] = await post(adjust(`key-${accountId}`, 20, { accountId }));
    expect(result).toMatchObject({ ok: false, refusal: { code: "key_used_with_other_content" } });
  });

  it("refuses an account that does not exist and spoils no neighbour", async () => {
    const accountId = await newAccount();
    const results = await post(
      adjust(`nobody-${accountId}`, 10, { accountId: 999_999 }),
      adjust(`somebody-${accountId}`, 10, { accountId }),
    );
    expect(results).toMatchObject([{ ok: false, refusal: { code: "account_unknown" } }, { ok: true }]);
  });

  it("reverses an entry of an earlier batch into the lots it took from", async () => {
    const accountId = await newAccount();
    await post(adjust(`a-${accountId}`, 10, { accountId }));
    await post(adjust(`b-${accountId}`, -10, { accountId }));
    await post(reverse(`undo-${accountId}`, `b-${accountId}`, { accountId }));
    const lots = await world.database.pool.query(
      "SELECT entry_seq, remaining FROM lot WHERE program_id = ? AND account_id = ?",
      [world.programId, accountId],
    );
    expect(lots).toEqual([{ entry_seq: 1, remaining: 10 }]);
    const [again] = await post(reverse(`again-${accountId}`, `b-${accountId}`, { accountId }));
    expect(again).toMatchObject({
      ok: false,
      refusal: { code: "already_reversed" },
    });
  });

  it("earns beside lots it does not look at, and spends and takes back from all of them", async () => {
    const accountId = await newAccount();
    for (const order of ["x", "y"]) await post(earn(`${order}-${accountId}`, 1, 100, { accountId }));
    await post(adjust(`spend-all-${accountId}`, -150, { accountId }));
    const [changed] = await post(earn(`y-${accountId}`, 2, 80, { accountId }));
    expect(changed).toMatchObject({ ok: true, amountMinor: -20, availableMinor: 30 });
    const lots = await world.database.pool.query(
      "SELECT entry_seq, remaining FROM lot WHERE program_id = ? AND account_id = ? ORDER BY entry_seq",
      [world.programId, accountId],
    );
    expect(lots).toEqual([
      { entry_seq: 1, remaining: 0 },
      { entry_seq: 2, remaining: 30 },
    ]);
  });

  it("takes no more round trips for thirty commands than for one", async () => {
    const accountIds = await Promise.all(Array.from({ length: 30 }, newAccount));
    const one = await countPackets(() => post(adjust("packets-one", 1, { accountId: accountIds[0] })));
    const thirty = await countPackets(() =>
      post(...accountIds.map((accountId) => adjust(`packets-${accountId}`, 1, { accountId }))),
    );
    expect(thirty).toBe(one);
    expect(one).toBe(2);
  });

  it("takes three commits of two round trips for a call of any size", async () => {
    const accountIds = await Promise.all(Array.from({ length: 60 }, newAccount));
    const sixty = await countPackets(() =>
      post(...accountIds.map((accountId) => adjust(`sixty-${accountId}`, 1, { accountId }))),
    );
    const more = await countPackets(() =>
      post(
        ...[1, 2, 3, 4, 5].flatMap((round) =>
          accountIds.map((accountId) => adjust(`more-${round}-${accountId}`, 1, { accountId })),
        ),
      ),
    );
    expect([sixty, more]).toEqual([6, 6]);
  });
});

describe("the chain", () => {
  it("hashes each entry over its content and the hash before it, and the account holds the head", async () => {
    const accountId = await newAccount();
    const commands = [
      adjust(`c1-${accountId}`, 10, { accountId }),
      adjust(`c2-${accountId}`, 5, { accountId }),
    ];
    await post(...commands);
    const rows = await world.database.pool.query(
      "SELECT seq, prev_hash, hash, booked_at FROM entry WHERE program_id = ? AND account_id = ? ORDER BY seq",
      [world.programId, accountId],
    );
    expect(rows[0].prev_hash).toEqual(chainHash(Buffer.alloc(32), await genesisOf(accountId)));
    expect(rows[1].prev_hash).toEqual(rows[0].hash);
    const [account] = await world.database.pool.query(
      "SELECT head_hash FROM account WHERE program_id = ? AND id = ?",
      [world.programId, accountId],
    );
    expect(account.head_hash).toEqual(rows[1].hash);
    const entry: EntryDraft = {
      accountId,
      seq: 1,
      kind: "adjust",
      key: `c1-${accountId}`,
      subject: null,
      shopId: null,
      effectiveAt: NOW,
      bookedAt: rows[0].booked_at.toISOString(),
      cause: { kind: "system", ref: "test" },
      reasonCode: "test",
      postings: [
        { book: "available", amountMinor: 10, balanceAfterMinor: 10 },
        { book: "adjusted", amountMinor: -10, balanceAfterMinor: null },
      ],
      lotMovements: [],
      newLots: [
        {
          entrySeq: 1,
          line: 0,
          bucket: "available",
          amountMinor: 10,
          remainingMinor: 10,
          availableFrom: NOW,
          expiresAt: null,
        },
      ],
      hold: null,
      balancesMinor: { available: 10, pending: 0, held: 0 },
    };
    expect(chainHash(rows[0].prev_hash, entryContent(world.programId, entry, "null"))).toEqual(rows[0].hash);
  });
});

describe("the application's database user", () => {
  it.each(["entry", "posting"])("may neither change nor delete rows of %s", async (table) => {
    await post(adjust(`guarded-${table}`, 1, { accountId: await newAccount() }));
    const change = table === "entry" ? "reason_code = 'x'" : "amount = 0";
    await expect(world.database.pool.query(`UPDATE ${table} SET ${change}`)).rejects.toMatchObject({
      errno: 1142,
    });
    await expect(world.database.pool.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ errno: 1142 });
  });
});

/** Packets of statements that a piece of work sends, counted where the driver takes them. */
async function countPackets(work: () => Promise<unknown>): Promise<number> {
  const connection = await world.database.pool.getConnection();
  const prototype = Object.getPrototypeOf(connection);
  await connection.release();
  const original = prototype.query;
  let packets = 0;
  prototype.query = function (...args: unknown[]) {
    packets += 1;
    return original.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = original;
  }
  return packets;
}
