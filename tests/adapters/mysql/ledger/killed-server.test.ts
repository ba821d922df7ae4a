import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { verifyLedger } from "#usecases/verify-ledger";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import type { Command } from "#core/ledger";
import { adjust } from "../../../core/ledger/commands.ts";
import { canKillDatabase, startKillableDatabase } from "../../../support/killable-database.ts";
import type { KillableDatabase } from "../../../support/killable-database.ts";
import { startLedgerCallers } from "../../../support/ledger-callers.ts";
import type { Call } from "../../../support/ledger-callers.ts";
import { replayInModel } from "../../../support/ledger-replay.ts";
import { proofPorts } from "../../../support/ledger-proof.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";
import { mixCommands } from "../../../support/mixed-commands.ts";
import { seededRandom } from "../../../support/seeded-random.ts";

let server: KillableDatabase;
// Many transactions, each on disk before it is answered: minutes on a machine that is busy otherwise.
vi.setConfig({ testTimeout: 180_000 });

let world: LedgerWorld;
const verify = () => verifyLedger(proofPorts(world.database), { programId: world.programId });

beforeAll(async () => {
  if (!canKillDatabase) return;
  server = await startKillableDatabase();
  world = await createLedgerWorld();
});
afterAll(async () => {
  if (!canKillDatabase) return;
  await world.close();
  await server.remove();
});

it.skipIf(!canKillDatabase)("keeps every answered posting when the server is killed under load", async () => {
  const accountIds = await Promise.all([1, 2, 3, 4, 5, 6].map((customer) => world.addAccount(customer)));
  const processes = await startLedgerCallers(2, {
    url: world.testDatabase.appUrl,
    connections: 4,
    faultRate: 0,
  });
  const lists = [1, 2].map((seed) => mixCommands(300, accountIds, seededRandom(seed), `load-${seed}`));
  let isPosting = true;
  const posting = processes
    .post(lists, { programId: world.programId, callers: 4, ledgers: 2 })
    .finally(() => (isPosting = false));
  await untilEntries(60);
  expect(isPosting, "the load has ended before the server was killed").toBe(true);
  await server.kill();
  await server.start();
  const calls = await posting;
  await processes.close();
  const answered = calls.filter((call) => !("fault" in call.answer));
  expect(answered.length).toBeGreaterThan(100);
  // Who was told of a fault tells the same again.
  const told: Call[] = [...answered];
  for (const { command } of calls.filter((call) => !answered.includes(call))) {
    const [answer] = await createMysqlLedger(world.database).post(world.programId, [command]);
    told.push({ command, answer: answer ?? { fault: "no answer" } });
  }
  expect(await replayInModel(world, accountIds, told)).toEqual([]);
  expect(await verify()).toMatchObject({ ok: true, finding: null });
});

it.skipIf(!canKillDatabase)(
  "tells all callers of a server that is down that another try may succeed",
  async () => {
    const accountId = await world.addAccount(7);
    const ledger = createMysqlLedger(world.database);
    const commands = Array.from({ length: 20 }, (_, index): Command =>
      adjust(`down-${index}`, 1, { accountId }),
    );
    await server.kill();
    const refused = await Promise.allSettled(
      commands.map((command) => ledger.post(world.programId, [command])),
    );
    expect(refused.map((each) => each.status === "rejected" && each.reason)).toMatchObject(
      commands.map(() => ({ code: "database_unavailable", retryable: true })),
    );
    await server.start();
    const answers = await ledger.post(world.programId, commands);
    expect(answers.at(-1)).toMatchObject({ ok: true, availableMinor: 20, entrySeq: 20 });
  },
  60_000,
);

async function untilEntries(count: number): Promise<void> {
  for (;;) {
    const [row] = await world.database.pool.query("SELECT COUNT(*) AS n FROM entry WHERE program_id = ?", [
      world.programId,
    ]);
    if (row.n >= count) return;
    await sleep(5);
  }
}
