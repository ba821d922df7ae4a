import { createMysqlLedgerHistory } from "#adapters/mysql/ledger-proof/history";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import type { CheckpointHead } from "#core/proof";
import type { CheckpointCopy } from "#usecases/ports/ledger-proof";
import { takeCheckpoint } from "#usecases/take-checkpoint";
import { verifyLedger } from "#usecases/verify-ledger";
import { createConnection } from "mariadb";
import type { Connection } from "mariadb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { parseDatabaseUrl } from "../../../../scripts/migrate/database-address.mjs";
import { adjust } from "../../../core/ledger/commands.ts";
import { postHistory } from "../../../support/ledger-history.ts";
import { proofPorts } from "../../../support/ledger-proof.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";

let world: LedgerWorld;
let owner: Connection;
let accountIds: number[];

beforeEach(async () => {
  world = await createLedgerWorld();
  accountIds = await postHistory(world);
  const { ssl: _, ...address } = parseDatabaseUrl(
    world.testDatabase.migrateUrl,
    "TEST_MIGRATION_DATABASE_URL",
  );
  owner = await createConnection({ ...address, allowPublicKeyRetrieval: true, timezone: "Z" });
});
afterEach(async () => {
  await owner.end();
  await world.close();
});

const ports = () => proofPorts(world.database);
const verify = (outside: CheckpointCopy | null = null) =>
  verifyLedger(ports(), { programId: world.programId, outside });
const post = (key: string, accountId: number, amountMinor: number) =>
  createMysqlLedger(world.database).post(world.programId, [adjust(key, amountMinor, { accountId })]);

/** A copy of the newest checkpoint that the database cannot change. */
async function copyOutside(): Promise<CheckpointCopy> {
  const copy = await ports().checkpoints.findNewest(world.programId);
  if (!copy) throw new Error("no checkpoint");
  const heads: CheckpointHead[] = [];
  for await (const head of copy.heads) heads.push(head);
  return {
    checkpoint: copy.checkpoint,
    heads: (async function* () {
      yield* heads;
    })(),
  };
}

/** Writes an account's history anew, with every hash right: only who saw the old one can tell. */
async function rewrite(accountId: number): Promise<void> {
  for (const table of ["entry", "posting", "lot", "lot_movement", "hold", "ledger_key"]) {
    await owner.query(`DELETE FROM ${table} WHERE account_id = ?`, [accountId]);
  }
  await owner.query(
    `UPDATE account SET available = 0, pending = 0, held = 0, entry_count = 0, key_count = 0 WHERE id = ?`,
    [accountId],
  );
  for (let count = 0; count < 30; count += 1) await post(`anew/${accountId}/${count}`, accountId, 1);
}

describe("a verification", () => {
  it("finds nothing in a ledger that nobody touched, and keeps its result", async () => {
    const result = await verify();
    expect(result).toMatchObject({ ok: true, finding: null, broken: 0, accounts: 5 });
    const last = await ports().verifications.findLast(world.programId);
    expect(last).toMatchObject({ ok: true, entries: result.entries, finding: null });
  });

  it("finds the same when accounts are read in pieces of three entries", async () => {
    const history = createMysqlLedgerHistory(world.database, 3);
    const whole = await verify();
    const pieces = await verifyLedger({ ...ports(), history }, { programId: world.programId });
    expect(pieces).toEqual({ ...whole, startedAt: pieces.startedAt, finishedAt: pieces.finishedAt });
    await owner.query(
      "UPDATE posting SET amount = amount + 1 WHERE account_id = ? AND seq = 8 AND line = 0",
      [accountIds[0]],
    );
    const broken = await verifyLedger({ ...ports(), history }, { programId: world.programId });
    expect(broken.finding).toMatchObject({ accountId: accountIds[0], seq: 8 });
    expect((await verify()).finding).toEqual(broken.finding);
  });

  it("tells how far it is within a long account too, and ends when it is told to", async () => {
    const history = createMysqlLedgerHistory(world.database, 3);
    const told: number[] = [];
    const input = {
      programId: world.programId,
      onProgress: ({ entries }: { entries: number }) => told.push(entries),
    };
    const { entries, accounts } = await verifyLedger({ ...ports(), history }, input);

    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(entries);
    expect(told.length).toBeGreaterThan(accounts);

    const before = await ports().verifications.findLast(world.programId);
    const stop = () => {
      throw new Error("told to end");
    };
    await expect(
      verifyLedger({ ...ports(), history }, { programId: world.programId, onProgress: stop }),
    ).rejects.toThrow("told to end");
    expect(await ports().verifications.findLast(world.programId)).toEqual(before);
    const { pool } = world.database;
    await vi.waitFor(() => expect(pool.activeConnections()).toBe(0));
  });

  it("names the first account and entry, and counts the broken accounts", async () => {
    await owner.query("UPDATE entry SET reason_code = 'gift' WHERE account_id IN (?) AND seq = 2", [
      accountIds.slice(1, 3),
    ]);
    const result = await verify();
    expect(result).toMatchObject({ ok: false, broken: 2 });
    expect(result.finding).toMatchObject({ code: "content_changed", accountId: accountIds[1], seq: 2 });
  });

  it("finds one end of a movement between accounts that was rewritten alone", async () => {
    await rewrite(accountIds[0] ?? 0);
    expect((await verify()).finding).toMatchObject({ code: "transfer_one_sided", accountId: accountIds[1] });
  });
});

describe("a checkpoint", () => {
  it("still holds after more was posted", async () => {
    const taken = await takeCheckpoint(ports(), world.programId);
    expect(taken).toMatchObject({ number: 1, accounts: 5 });
    const outside = await copyOutside();
    await post("more", accountIds[3] ?? 0, 5);
    expect(await verify(outside)).toMatchObject({ ok: true });
    expect(await takeCheckpoint(ports(), world.programId)).toMatchObject({ number: 2 });
    expect(await verify(await copyOutside())).toMatchObject({ ok: true });
  });

  it("shows that history was rewritten with every hash right, even after a newer checkpoint", async () => {
    await post("first", accountIds[3] ?? 0, 5);
    await takeCheckpoint(ports(), world.programId);
    const outside = await copyOutside();
    await rewrite(accountIds[3] ?? 0);
    expect((await verify()).finding).toMatchObject({ code: "history_rewritten", accountId: accountIds[3] });
    await takeCheckpoint(ports(), world.programId);
    expect(await verify()).toMatchObject({ ok: true });
    expect((await verify(outside)).finding).toMatchObject({
      code: "history_rewritten",
      accountId: accountIds[3],
      seq: 1,
    });
  });

  it("shows that the newest entries were cut off and the account put right", async () => {
    const accountId = accountIds[3] ?? 0;
    await post("one", accountId, 5);
    const [before] = await owner.query("SELECT * FROM account WHERE id = ?", [accountId]);
    await post("two", accountId, 7);
    await takeCheckpoint(ports(), world.programId);
    const outside = await copyOutside();
    for (const [table, seq] of Object.entries({
      entry: "seq",
      posting: "seq",
      lot: "entry_seq",
      ledger_key: "entry_seq",
    })) {
      await owner.query(`DELETE FROM ${table} WHERE account_id = ? AND ${seq} = 2`, [accountId]);
    }
    const { program_id: _, id: __, member_id: ___, ...old } = before;
    const set = Object.keys(old).map((column) => `${column} = ?`);
    await owner.query(`UPDATE account SET ${set.join(", ")} WHERE id = ?`, [
      ...Object.values(old),
      accountId,
    ]);
    expect((await verify(outside)).finding).toMatchObject({ code: "history_rewritten", accountId });
  });

  it("shows that a whole account is gone", async () => {
    await takeCheckpoint(ports(), world.programId);
    const outside = await copyOutside();
    const [row] = await owner.query("SELECT member_id FROM account WHERE id = ?", [accountIds[3]]);
    await owner.query("DELETE FROM account WHERE id = ?", [accountIds[3]]);
    await owner.query("DELETE FROM member WHERE id = ?", [row.member_id]);
    expect((await verify(outside)).finding).toMatchObject({
      code: "history_rewritten",
      accountId: accountIds[3],
    });
  });

  it("does not hold when its own heads were changed", async () => {
    await takeCheckpoint(ports(), world.programId);
    await owner.query("DELETE FROM checkpoint_head WHERE account_id = ?", [accountIds[2]]);
    expect((await verify()).finding).toMatchObject({ code: "checkpoint_broken" });
  });
});
