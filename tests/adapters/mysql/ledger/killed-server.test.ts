import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { connectToDatabase } from "../../../../scripts/migrate/database-address.mjs";
import { findDatabaseServer, startPrivateDatabase } from "../../../../scripts/bootstrap/private-database.mjs";
import { waitUntilReady } from "../../../../scripts/bootstrap/readiness.mjs";
import { verifyLedger } from "#usecases/verify-ledger";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import type { Command } from "#core/ledger";
import { adjust } from "../../../core/ledger/commands.ts";
import { throughTripwire } from "../../../support/addresses.ts";
import { startLedgerCallers } from "../../../support/ledger-callers.ts";
import type { Call } from "../../../support/ledger-callers.ts";
import { replayInModel } from "../../../support/ledger-replay.ts";
import { proofPorts } from "../../../support/ledger-proof.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";
import { mixCommands } from "../../../support/mixed-commands.ts";
import { seededRandom } from "../../../support/seeded-random.ts";
import { startTripwire } from "../../../support/tripwire.ts";
import type { Tripwire } from "../../../support/tripwire.ts";

// A server of this file's own, which it may kill. Its port changes with every start, the relay's does not.

const program = findDatabaseServer();
const home = mkdtempSync(path.join(tmpdir(), "hybrid-credits-kill-"));
const target = { name: "mysql", host: "127.0.0.1", port: 0 };
let server: Awaited<ReturnType<typeof startPrivateDatabase>>;
let relay: Tripwire;
// Many transactions, each on disk before it is answered: minutes on a machine that is busy otherwise.
vi.setConfig({ testTimeout: 180_000 });

let world: LedgerWorld;
const verify = () => verifyLedger(proofPorts(world.database), { programId: world.programId });

async function startServer(): Promise<void> {
  if (!program) return;
  server = await startPrivateDatabase(home, program);
  const { child, urls } = server;
  await waitUntilReady(child, async () => (await connectToDatabase(urls.migrationUrl, "DATABASE_URL")).end());
  target.port = Number(new URL(urls.appUrl).port);
}

async function killServer(): Promise<void> {
  process.kill(server.child.pid ?? 0, "SIGKILL");
  await server.child.exited;
}

beforeAll(async () => {
  if (!program) return;
  await startServer();
  relay = await startTripwire(target, () => true);
  vi.stubEnv("TEST_DATABASE_URL", throughTripwire(server.urls.appUrl, relay.port));
  vi.stubEnv("TEST_MIGRATION_DATABASE_URL", throughTripwire(server.urls.migrationUrl, relay.port));
  world = await createLedgerWorld();
});
afterAll(async () => {
  if (!program) return;
  await world.close();
  await relay.close();
  await server.child.stop();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

it.skipIf(program === null)("keeps every answered posting when the server is killed under load", async () => {
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
  await killServer();
  await startServer();
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

it.skipIf(program === null)(
  "tells all callers of a server that is down that another try may succeed",
  async () => {
    const accountId = await world.addAccount(7);
    const ledger = createMysqlLedger(world.database);
    const commands = Array.from({ length: 20 }, (_, index): Command =>
      adjust(`down-${index}`, 1, { accountId }),
    );
    await killServer();
    const refused = await Promise.allSettled(
      commands.map((command) => ledger.post(world.programId, [command])),
    );
    expect(refused.map((each) => each.status === "rejected" && each.reason)).toMatchObject(
      commands.map(() => ({ code: "database_unavailable", retryable: true })),
    );
    await startServer();
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
