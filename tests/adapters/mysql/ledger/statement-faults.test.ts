import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { verifyLedger } from "#usecases/verify-ledger";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import type { Command } from "#core/ledger";
import { adjust, NOW } from "../../../core/ledger/commands.ts";
import { startLedgerCallers } from "../../../support/ledger-callers.ts";
import type { Call } from "../../../support/ledger-callers.ts";
import { replayInModel } from "../../../support/ledger-replay.ts";
import { proofPorts } from "../../../support/ledger-proof.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";
import { mixCommands } from "../../../support/mixed-commands.ts";
import { seededRandom } from "../../../support/seeded-random.ts";
import { withStatementFaults } from "../../../support/statement-faults.ts";

const DEADLOCK = 1213;
const LOCK_WAIT_TIMEOUT = 1205;
const PROCESSES = 4;

// Many transactions, each on disk before it is answered: minutes on a machine that is busy otherwise.
vi.setConfig({ testTimeout: 180_000 });

let world: LedgerWorld;
const verify = () => verifyLedger(proofPorts(world.database), { programId: world.programId });
let customers = 0;

/** In the order of their ids. */
const newAccounts = async (count: number): Promise<number[]> => {
  const accountIds = Array.from({ length: count }, () => world.addAccount((customers += 1)));
  return (await Promise.all(accountIds)).sort((a, b) => a - b);
};

beforeAll(async () => {
  world = await createLedgerWorld();
});
afterAll(() => world.close());

it("answers every caller while 5% of the statements meet a deadlock or a lock wait", async () => {
  const accountIds = await newAccounts(8);
  const processes = await startLedgerCallers(PROCESSES, {
    url: world.testDatabase.appUrl,
    connections: 8,
    faultRate: 0.05,
  });
  const lists = Array.from({ length: PROCESSES }, (_, index) =>
    mixCommands(300, accountIds, seededRandom(7 + index), `mix-${index % 2}`),
  );
  const calls = await processes.post(lists, { programId: world.programId, callers: 8, ledgers: 8 });
  const met = processes.met();
  await processes.close();
  expect(met[DEADLOCK]).toBeGreaterThan(50);
  expect(met[LOCK_WAIT_TIMEOUT]).toBeGreaterThan(50);
  expect(calls.filter(failed).length).toBeLessThanOrEqual(calls.length / 1_000);
  expect(
    await replayInModel(
      world,
      accountIds,
      calls.filter((call) => !failed(call)),
    ),
  ).toEqual([]);
  expect(await verify()).toMatchObject({ ok: true, finding: null });
});

it("answers callers who lose real deadlocks to a session that locks the other way round", async () => {
  const [low = 0, high = 0, ...ballast] = await newAccounts(12);
  const { database, met } = withStatementFaults(world.database, { rate: 0, random: () => 1 });
  const ledger = createMysqlLedger(database);
  await ledger.post(world.programId, [adjust("deadlock-start", 1_000, { accountId: low })]);
  const calls: Call[] = [];
  for (let trial = 0; trial < 10; trial += 1) {
    const rival = await lockRows([...ballast, high]);
    const command: Command = {
      ...{ kind: "transfer", key: `deadlock-${trial}`, accountId: low, toAccountId: high, amountMinor: 10 },
      ...{ effectiveAt: NOW, cause: { kind: "system", ref: "test" }, reasonCode: "test" },
    };
    const posting = ledger.post(world.programId, [command]);
    await untilLocked(low);
    await rival.lock(low);
    await rival.end();
    const [answer] = await posting;
    calls.push({ command, answer: answer ?? { fault: "no answer" } });
  }
  expect(met[DEADLOCK]).toBe(10);
  expect(calls.map((call) => call.answer)).toMatchObject(
    calls.map((_call, trial) => ({ ok: true, availableMinor: 1_000 - 10 * (trial + 1) })),
  );
  expect(await verify()).toMatchObject({ ok: true, finding: null });
});

it("answers a caller whose account stays locked for longer than the server lets it wait", async () => {
  const [accountId = 0] = await newAccounts(1);
  const { database, met } = withStatementFaults(world.database, { rate: 0, random: () => 1 });
  const rival = await lockRows([accountId]);
  const posting = createMysqlLedger(database).post(world.programId, [adjust("waits", 5, { accountId })]);
  while (met[LOCK_WAIT_TIMEOUT] === undefined) await sleep(20);
  await rival.end();
  expect(await posting).toMatchObject([{ ok: true, availableMinor: 5 }]);
  expect(await verify()).toMatchObject({ ok: true, finding: null });
});

it("waits for no account but those of its batch", async () => {
  const [first = 0, ...others] = await newAccounts(12);
  const rival = await lockRows([first]);
  const commands = others.map((accountId) => adjust(`beside-${accountId}`, 5, { accountId }));
  const { database, met } = withStatementFaults(world.database, { rate: 0, random: () => 1 });
  const answers = await createMysqlLedger(database).post(world.programId, commands);
  await rival.end();
  expect(answers).toMatchObject(others.map(() => ({ ok: true })));
  expect(met).toEqual({});
});

function failed({ answer }: Call): boolean {
  return "fault" in answer;
}

/** A session of someone else that has changed the accounts and not said yet whether it will commit. */
async function lockRows(accountIds: readonly number[]) {
  const session = await world.database.pool.getConnection();
  await session.beginTransaction();
  // What it has changed makes it the heavier one: the server ends deadlocks by undoing the lighter.
  await session.query("UPDATE account SET updated_at = '2020-01-01' WHERE program_id = ? AND id IN (?)", [
    world.programId,
    accountIds,
  ]);
  return {
    lock: (accountId: number) =>
      session.query("SELECT id FROM account WHERE program_id = ? AND id = ? FOR UPDATE", [
        world.programId,
        accountId,
      ]),
    async end() {
      await session.rollback();
      await session.release();
    },
  };
}

/** Waits until another session holds the account; a ledger that never comes to hold it fails the test. */
async function untilLocked(accountId: number): Promise<void> {
  for (const deadline = Date.now() + 4_000; Date.now() < deadline;) {
    const free: unknown[] = await world.database.pool.query(
      "SELECT id FROM account WHERE program_id = ? AND id = ? FOR UPDATE SKIP LOCKED",
      [world.programId, accountId],
    );
    if (free.length === 0) return;
    await sleep(2);
  }
  throw new Error(`nobody locks account ${accountId} while another of the batch is waited for`);
}
