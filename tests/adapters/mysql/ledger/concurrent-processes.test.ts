import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { verifyLedger } from "#usecases/verify-ledger";
import type { Command } from "#core/ledger";
import { adjust, earn } from "../../../core/ledger/commands.ts";
import { startLedgerCallers } from "../../../support/ledger-callers.ts";
import type { Call, LedgerCallers } from "../../../support/ledger-callers.ts";
import { replayEachInModel, replayInModel } from "../../../support/ledger-replay.ts";
import { proofPorts } from "../../../support/ledger-proof.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";

const PROCESSES = 4;
const ROUNDS = 50;

// Many transactions, each on disk before it is answered: minutes on a machine that is busy otherwise.
vi.setConfig({ testTimeout: 180_000 });

let world: LedgerWorld;
const verify = () => verifyLedger(proofPorts(world.database), { programId: world.programId });
let processes: LedgerCallers;
let customers = 0;

const newAccount = () => world.addAccount((customers += 1));
const newAccounts = (count: number) => Promise.all(Array.from({ length: count }, newAccount));
/** The commands dealt out to the processes, like cards. */
const deal = (commands: readonly Command[]): Command[][] =>
  Array.from({ length: PROCESSES }, (_, hand) =>
    commands.filter((_command, index) => index % PROCESSES === hand),
  );
const succeeded = (call: Call) => "ok" in call.answer && call.answer.ok;

beforeAll(async () => {
  world = await createLedgerWorld();
  processes = await startLedgerCallers(PROCESSES, {
    url: world.testDatabase.appUrl,
    connections: 8,
    faultRate: 0,
  });
});
afterAll(async () => {
  await processes.close();
  await world.close();
});

it(`lets one of 100 parallel spends of 60 from ${PROCESSES} processes have the 100, ${ROUNDS} times over`, async () => {
  const accountIds = await newAccounts(ROUNDS);
  const given = await processes.post(
    deal(accountIds.map((accountId) => adjust(`give-${accountId}`, 100, { accountId }))),
    { programId: world.programId, callers: ROUNDS, ledgers: 1 },
  );
  const calls: Call[] = [...given];
  for (const accountId of accountIds) {
    const spends = Array.from({ length: 100 }, (_, index) =>
      adjust(`spend-${accountId}-${index}`, -60, { accountId }),
    );
    // Five ledgers in each process, as five of the app's own would be: their batches are twenty that race.
    const round = await processes.post(deal(spends), {
      ...{ programId: world.programId, callers: 25, ledgers: 5 },
    });
    expect(round.filter(succeeded), `account ${accountId}`).toHaveLength(1);
    calls.push(...round);
  }
  expect(await replayEachInModel(world, accountIds, calls)).toEqual([]);
  expect(await verify()).toMatchObject({ ok: true, finding: null });
});

it("posts 1,000 times on one account from several processes and loses none", async () => {
  const [accountId = 0] = await newAccounts(1);
  const commands = Array.from({ length: 1_000 }, (_, index) =>
    adjust(`hot-${index}`, 1 + (index % 7), { accountId }),
  );
  const calls = await processes.post(deal(commands), {
    ...{ programId: world.programId, callers: 10, ledgers: 2 },
  });
  expect(calls.filter(succeeded)).toHaveLength(1_000);
  const [account] = await world.database.pool.query(
    "SELECT available, entry_count FROM account WHERE program_id = ? AND id = ?",
    [world.programId, accountId],
  );
  const sum = commands.reduce(
    (total, command) => total + ("amountMinor" in command ? command.amountMinor! : 0),
    0,
  );
  expect(account).toEqual({ available: sum, entry_count: 1_000 });
  expect(await replayInModel(world, [accountId], calls)).toEqual([]);
  expect(await verify()).toMatchObject({ ok: true, finding: null });
});

it("answers events told to every process at once the same, with one entry each", async () => {
  const accountIds = await newAccounts(3);
  const events = accountIds.flatMap((accountId) =>
    Array.from({ length: 20 }, (_, index) =>
      earn(`order-${accountId}-${index}`, 1, 10 + index, { accountId }),
    ),
  );
  const calls = await processes.post(
    Array.from({ length: PROCESSES }, () => events),
    { programId: world.programId, callers: 20, ledgers: 4 },
  );
  expect(await replayInModel(world, accountIds, calls)).toEqual([]);
  expect(await verify()).toMatchObject({ ok: true, finding: null });
});
