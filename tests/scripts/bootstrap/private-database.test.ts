import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect, it } from "vitest";

import { findDatabaseServer, startPrivateDatabase } from "../../../scripts/bootstrap/private-database.mjs";
import { waitUntilReady } from "../../../scripts/bootstrap/readiness.mjs";

const server = findDatabaseServer();

it.skipIf(server === null)("leaves the temporary tables of other servers of this machine alone", async () => {
  if (!server) return;
  const home = mkdtempSync(path.join(tmpdir(), "hybrid-credits-database-"));
  // A server deletes what is left of its temporary tables when it starts.
  const others = path.join(tmpdir(), `#sql-temptable-other-${process.pid}.MAI`);
  writeFileSync(others, "");
  try {
    const { child } = await startPrivateDatabase(home, server);
    const isUp = path.join(home, "mysql", "server.pid");
    await waitUntilReady(child, () => (existsSync(isUp) ? Promise.resolve() : Promise.reject(new Error())));
    await child.stop();
    expect(existsSync(others)).toBe(true);
  } finally {
    rmSync(others, { force: true });
    rmSync(home, { recursive: true, force: true });
  }
});
