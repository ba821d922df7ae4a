import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { vi } from "vitest";

import { findDatabaseServer, startPrivateDatabase } from "../../scripts/bootstrap/private-database.mjs";
import { waitUntilReady } from "../../scripts/bootstrap/readiness.mjs";
import { connectToDatabase } from "../../scripts/migrate/database-address.mjs";
import { throughTripwire } from "./addresses.ts";
import { startTripwire } from "./tripwire.ts";

/** A database server of a test's own, which it may kill. */
export interface KillableDatabase {
  kill(): Promise<void>;
  /** Starts it again on the same data, behind the same address. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Whether a server is installed that could be started. */
export const canKillDatabase = findDatabaseServer() !== null;

/**
 * Starts a server behind a relay: its port changes with every start, the relay's does not. Until it is removed, test
 * databases are made on it.
 */
export async function startKillableDatabase(): Promise<KillableDatabase> {
  const program = findDatabaseServer();
  if (program === null) throw new Error("no database server is installed");
  const home = mkdtempSync(path.join(tmpdir(), "hybrid-credits-kill-"));
  const target = { name: "mysql", host: "127.0.0.1", port: 0 };
  const begin = async () => {
    const server = await startPrivateDatabase(home, program);
    const connect = () => connectToDatabase(server.urls.migrationUrl, "DATABASE_URL");
    await waitUntilReady(server.child, async () => (await connect()).end());
    target.port = Number(new URL(server.urls.appUrl).port);
    return server;
  };
  let server = await begin();
  const relay = await startTripwire(target, () => true);
  vi.stubEnv("TEST_DATABASE_URL", throughTripwire(server.urls.appUrl, relay.port));
  vi.stubEnv("TEST_MIGRATION_DATABASE_URL", throughTripwire(server.urls.migrationUrl, relay.port));
  return {
    async kill() {
      process.kill(server.child.pid ?? 0, "SIGKILL");
      await server.child.exited;
    },
    async start() {
      server = await begin();
    },
    async remove() {
      await relay.close();
      await server.child.stop();
      vi.unstubAllEnvs();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
