import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

import type { Database } from "#adapters/mysql/database";
import { createMysqlProofRuns } from "#adapters/mysql/ledger-proof/proof-runs";
import type { ProofRuns } from "#usecases/ports/proof-runs";

import { openDatabaseAt } from "../../../support/database-clock.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";

const HOUR = 2;

let world: LedgerWorld;
const opened: Database[] = [];

beforeAll(async () => {
  world = await createLedgerWorld();
});
afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await world.close();
});
beforeEach(async () => {
  await world.database.pool.query("DELETE FROM proof_run WHERE program_id = ?", [world.programId]);
  await world.database.pool.query("UPDATE program SET created_at = '2026-11-20 12:00:00' WHERE id = ?", [
    world.programId,
  ]);
});

/** A process for which it is `instant`. */
async function at(instant: string): Promise<ProofRuns> {
  const database = await openDatabaseAt(world.testDatabase.appUrl, instant);
  opened.push(database);
  return createMysqlProofRuns(database, { hour: HOUR });
}

const state = async () => {
  const [row]: Record<string, unknown>[] = await world.database.pool.query(
    "SELECT state, attempts, trouble, entries, entries_in_all FROM proof_run WHERE program_id = ?",
    [world.programId],
  );
  return row;
};

async function finishAt(instant: string): Promise<void> {
  const runs = await at(instant);
  const run = await runs.claim(world.programId);
  expect(run && (await runs.finish(run, null))).toBe(true);
}

test("is due at the first night after a program was made, and once each night", async () => {
  const { programId } = world;
  expect(await (await at("2026-11-20T23:59:00.000Z")).findDue()).toEqual([]);
  expect(await (await at("2026-11-21T01:59:59.000Z")).findDue()).toEqual([]);
  expect(await (await at("2026-11-21T02:00:00.000Z")).findDue()).toEqual([programId]);
  await finishAt("2026-11-21T02:00:05.000Z");

  const sameNight = await at("2026-11-21T02:10:00.000Z");
  expect(await sameNight.findDue()).toEqual([]);
  expect(await sameNight.claim(programId)).toBeNull();
  expect(await (await at("2026-11-22T01:59:59.000Z")).findDue()).toEqual([]);
  expect(await (await at("2026-11-22T02:00:00.000Z")).findDue()).toEqual([programId]);
});

test("is made up for when no worker ran at the hour", async () => {
  await finishAt("2026-11-21T02:00:05.000Z");

  await finishAt("2026-11-23T17:00:00.000Z");

  expect(await (await at("2026-11-23T18:00:00.000Z")).findDue()).toEqual([]);
});

test("belongs to one of many that claim it at once", async () => {
  const processes = await Promise.all(Array.from({ length: 6 }, () => at("2026-11-21T02:00:00.000Z")));

  const claims = await Promise.all(processes.map((runs) => runs.claim(world.programId)));

  expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
});

test("is begun again when its process is gone, and what that process still says counts no more", async () => {
  const { programId } = world;
  const first = await at("2026-11-21T02:00:00.000Z");
  const left = await first.claim(programId);
  expect(await (await at("2026-11-21T02:00:29.000Z")).findDue()).toEqual([]);

  const later = await at("2026-11-21T02:00:31.000Z");
  expect(await later.findDue()).toEqual([programId]);
  const again = await later.claim(programId);

  expect(again).toMatchObject({ attempt: 2 });
  expect(await first.finish(left!, null)).toBe(false);
  await first.putOff(left!, { afterSeconds: 0, trouble: "proof_failed" });
  expect(await state()).toMatchObject({ state: "running", trouble: null });
  expect(await later.finish(again!, null)).toBe(true);
  expect(await state()).toMatchObject({ state: "finished", attempts: 0 });
});

test("stores how far it is while it is held, and tells when it was taken over", async () => {
  const { programId } = world;
  const runs = createMysqlProofRuns(world.database, { hour: HOUR, renewMs: 5 });
  await runs.ask(programId);
  const run = await runs.claim(programId);

  await runs.hold(run!, async (held) => {
    held.note({ entries: 7, entriesInAll: 20 });
    await vi.waitFor(async () =>
      expect(await state()).toMatchObject({ state: "running", entries: 7, entries_in_all: 20 }),
    );
    expect(held.lost.aborted).toBe(false);
    await world.database.pool.query("UPDATE proof_run SET claims = claims + 1 WHERE program_id = ?", [
      programId,
    ]);
    await vi.waitFor(() => expect(held.lost.aborted).toBe(true));
  });
});

test("is due at once when someone asks, but not twice while it is under way", async () => {
  const { programId } = world;
  await finishAt("2026-11-21T02:00:05.000Z");
  const runs = await at("2026-11-21T09:00:00.000Z");

  await runs.ask(programId);
  await runs.ask(programId);

  expect(await runs.findDue()).toEqual([programId]);
  const run = await runs.claim(programId);
  await runs.ask(programId);
  expect(await runs.findDue()).toEqual([]);
  expect(await runs.finish(run!, null)).toBe(true);
  expect(await runs.findDue()).toEqual([]);
});

test("waits after a failure as long as it is told, unless someone asks", async () => {
  const { programId } = world;
  const runs = await at("2026-11-21T02:00:00.000Z");
  const run = await runs.claim(programId);

  await runs.putOff(run!, { afterSeconds: 60, trouble: "proof_failed" });

  expect(await state()).toMatchObject({ state: "waiting", attempts: 1, trouble: "proof_failed" });
  expect(await (await at("2026-11-21T02:00:59.000Z")).findDue()).toEqual([]);
  expect(await (await at("2026-11-21T02:01:00.000Z")).findDue()).toEqual([programId]);
  const asked = await at("2026-11-21T02:00:30.000Z");
  await asked.ask(programId);
  expect(await asked.findDue()).toEqual([programId]);
});

test("asks for nothing of a program that is not there", async () => {
  const runs = await at("2026-11-21T09:00:00.000Z");
  await runs.ask(world.programId + 1);
  expect(await runs.claim(world.programId + 1)).toBeNull();
});
