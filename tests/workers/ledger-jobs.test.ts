import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { createConnection } from "mariadb";
import type { Connection } from "mariadb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { verifyLedger } from "#usecases/verify-ledger";
import { createWiring } from "#wiring";

import { openCheckpointFile } from "../../scripts/ledger/checkpoint-file.ts";
import { parseDatabaseUrl } from "../../scripts/migrate/database-address.mjs";
import { createWorkerWiring } from "../../app/wiring/worker.server.ts";
import { runWorker } from "../../app/workers/run-worker.ts";
import type { RunningWorker } from "../../app/workers/run-worker.ts";
import { adjust } from "../core/ledger/commands.ts";
import { postHistory } from "../support/ledger-history.ts";
import { proofPorts } from "../support/ledger-proof.ts";
import { createLedgerWorld } from "../support/ledger-world.ts";
import type { LedgerWorld } from "../support/ledger-world.ts";
import { startProcess } from "../support/processes.ts";
import type { StartedProcess } from "../support/processes.ts";
import { createTestRedis } from "../support/redis.ts";
import { recordingLog, testConfig, testEnvironment } from "../support/web.ts";

let world: LedgerWorld;
let redisUrl: string;
let folder: string;
let running: RunningWorker[];
let children: StartedProcess[];
let owner: Connection | undefined;
let accountIds: number[];

beforeEach(async () => {
  world = await createLedgerWorld();
  accountIds = await postHistory(world);
  redisUrl = (await createTestRedis()).url;
  folder = mkdtempSync(path.join(tmpdir(), "checkpoints-"));
  running = [];
  children = [];
  owner = undefined;
});
afterEach(async () => {
  await owner?.end();
  for (const { child } of children) child.kill("SIGKILL");
  await Promise.all(running.map((worker) => worker.stop(2_000)));
  rmSync(folder, { recursive: true });
  await world.close();
});

const query = (sql: string): Promise<Record<string, unknown>[]> => world.database.pool.query(sql);
const settled = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

const environment = () => ({
  ...testEnvironment,
  DATABASE_URL: world.testDatabase.appUrl,
  REDIS_URL: redisUrl,
  SWEEP_SECONDS: "1",
  ROLLUP_SECONDS: "1",
  LEDGER_CHECKPOINT_FOLDER: folder,
});

/** A worker as a process has it, with what it logs. */
function startWorker(env: Readonly<Record<string, string>> = {}) {
  const config = testConfig({ ...environment(), ...env });
  const log = recordingLog();
  const database = openDatabase({ url: config.DATABASE_URL, connections: 4 });
  // why: no shop answers here, so what the history owes to one waits
  const openAdmin = () => Promise.reject(new Error("no shop is opened here"));
  const worker = runWorker(createWorkerWiring(createWiring(config, database, log), openAdmin));
  running.push(worker);
  return { worker, log };
}

/** The program's first night has come. */
const nightHasCome = () => query("UPDATE program SET created_at = created_at - INTERVAL 2 DAY");

/** Does what the application's user may not. */
async function asOwner(sql: string): Promise<void> {
  const { ssl: _, ...address } = parseDatabaseUrl(
    world.testDatabase.migrateUrl,
    "TEST_MIGRATION_DATABASE_URL",
  );
  owner ??= await createConnection({ ...address, allowPublicKeyRetrieval: true });
  await owner.query(sql);
}

const finishedRuns = () => query("SELECT claims, trouble FROM proof_run WHERE state = 'finished'");
const postingsOf = (table: "posting" | "rollup_day") =>
  table === "posting"
    ? query("SELECT COUNT(*) AS postings, CAST(SUM(GREATEST(amount, 0)) AS CHAR) AS added FROM posting")
    : query(
        "SELECT CAST(SUM(postings) AS SIGNED) AS postings, CAST(SUM(added) AS CHAR) AS added FROM rollup_day",
      );

test("several workers keep the roll-up equal to the postings, and count nothing twice", async () => {
  startWorker();
  startWorker();
  const ledger = createMysqlLedger(world.database);
  for (let round = 0; round < 30; round += 1) {
    await ledger.post(
      world.programId,
      accountIds.map((accountId) => adjust(`round/${round}/${accountId}`, 1 + round, { accountId })),
    );
  }

  await settled(async () => expect(await postingsOf("rollup_day")).toEqual(await postingsOf("posting")));

  expect(await verifyLedger(proofPorts(world.database), { programId: world.programId })).toMatchObject({
    ok: true,
  });
});

test("one of several workers proves the ledger of a night, takes a checkpoint and copies it away", async () => {
  await nightHasCome();

  const workers = [startWorker(), startWorker(), startWorker()];

  await settled(async () => expect(await finishedRuns()).toEqual([{ claims: 1, trouble: null }]));
  const last = await proofPorts(world.database).verifications.findLast(world.programId);
  expect(last).toMatchObject({ ok: true, finding: null, accounts: accountIds.length });
  expect(await query("SELECT number FROM checkpoint")).toEqual([{ number: 1 }]);
  expect(readdirSync(folder)).toEqual([`program-${world.programId}-checkpoint-1.json`]);
  const outside = await openCheckpointFile(path.join(folder, readdirSync(folder)[0] ?? ""));
  expect(
    await verifyLedger(proofPorts(world.database), { programId: world.programId, outside }),
  ).toMatchObject({ ok: true });
  expect(workers.flatMap(({ log }) => log.lines).filter(({ level }) => level === "error")).toEqual([]);
});

test("a worker goes on with both where another was killed in the middle", async () => {
  await nightHasCome();
  // Neither comes further than the postings.
  await asOwner("LOCK TABLES posting WRITE");
  const killed = startProcess("app/workers/main.ts", environment());
  children.push(killed);
  await settled(async () => {
    const statements = (await query("SHOW FULL PROCESSLIST")).map((each) => String(each["Info"]));
    expect(statements).toContainEqual(expect.stringContaining("INSERT INTO rollup_day"));
    expect(statements).toContainEqual(expect.stringContaining("SELECT * FROM posting"));
  });
  killed.child.kill("SIGKILL");
  await killed.exit;
  expect(await query("SELECT state, claims FROM proof_run")).toEqual([{ state: "running", claims: 1 }]);
  await asOwner("UNLOCK TABLES");
  await query("UPDATE proof_run SET due_at = UTC_TIMESTAMP(3)");

  startWorker();

  await settled(async () => expect(await finishedRuns()).toEqual([{ claims: 2, trouble: null }]));
  await settled(async () => expect(await postingsOf("rollup_day")).toEqual(await postingsOf("posting")));
});

test("a ledger that does not hold is stored and told with ids only, and keeps its last good checkpoint", async () => {
  await nightHasCome();
  const { log } = startWorker();
  await settled(async () => expect(await finishedRuns()).toHaveLength(1));
  const [accountId] = accountIds;
  await asOwner(
    `UPDATE posting SET amount = amount + 1 WHERE account_id = ${accountId} AND seq = 1 AND line = 1`,
  );

  await query("UPDATE proof_run SET begun_at = begun_at - INTERVAL 1 DAY");

  await settled(async () => {
    const last = await proofPorts(world.database).verifications.findLast(world.programId);
    expect(last).toMatchObject({ ok: false, broken: 1, finding: { accountId, seq: 1 } });
  });

  await settled(async () => expect(await finishedRuns()).toEqual([{ claims: 2, trouble: null }]));
  expect(await query("SELECT number FROM checkpoint")).toEqual([{ number: 1 }]);
  const { programId } = world;
  expect(log.lines.filter(({ event }) => event.startsWith("ledger"))).toEqual([
    {
      level: "error",
      event: "ledger_does_not_hold",
      programId,
      code: expect.any(String) as string,
      accountId,
      seq: 1,
    },
  ]);
});

test("a proof stands though the folder for its checkpoint is not there, and the log says so", async () => {
  await nightHasCome();

  const { log } = startWorker({ LEDGER_CHECKPOINT_FOLDER: path.join(folder, "not-mounted") });

  await settled(async () =>
    expect(await finishedRuns()).toEqual([{ claims: 1, trouble: "checkpoint_not_exported" }]),
  );
  expect(log.lines).toContainEqual({
    level: "error",
    event: "checkpoint_not_exported",
    code: "ENOENT",
    programId: world.programId,
  });
});
