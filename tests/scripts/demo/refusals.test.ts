import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { findProgram } from "../../../scripts/bootstrap/find-program.mjs";
import { findFreePort } from "../../../scripts/bootstrap/ports.mjs";
import { processStart } from "../../../scripts/bootstrap/process-identity.mjs";
import { demoProcessIds, freeDemoPorts, startDemo } from "../../support/demo-run.ts";
import { requireServiceAddress } from "../../support/environment.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "demo-"));
});

afterEach(() => rmSync(home, { recursive: true }));

interface Ending {
  readonly code: number | string | null;
  readonly said: string;
}

/** Runs the demo to its end on ports of its own. */
async function runDemo(env: Record<string, string>): Promise<Ending> {
  const demo = startDemo(home, await freeDemoPorts(), env);
  const code = await demo.ended();
  return { code, said: demo.complained().trim() };
}

function expectRefusal({ code, said }: Ending, sentence: string): void {
  expect(said).toContain(sentence);
  expect(said.split("\n")).toHaveLength(1);
  expect(code).toBe(1);
  expect([...demoProcessIds(home).keys()]).toEqual([]);
}

describe("npm run demo", { timeout: 60_000 }, () => {
  it("refuses a port that is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const ending = await runDemo({ EXIGO_SIMULATOR_PORT: String(port) });
    server.close();
    expectRefusal(ending, `Port ${port} (the Exigo simulator) is already taken`);
  });

  it("refuses a port that is no number", async () => {
    expectRefusal(await runDemo({ PORT: "http" }), 'PORT is "http", which is no port number.');
  });

  it("names the database that refuses the password", async () => {
    const url = new URL(requireServiceAddress("TEST_DATABASE_URL"));
    url.password = "wrong";
    const ending = await runDemo({ DATABASE_URL: url.href });
    expectRefusal(
      ending,
      `The database at 127.0.0.1:${url.port} refuses the password of user "hc_app": correct DATABASE_URL.`,
    );
    expect(ending.said).not.toContain("wrong");
  });

  it("names the database that cannot be reached", async () => {
    const port = await findFreePort();
    const ending = await runDemo({ DATABASE_URL: `mysql://a:b@127.0.0.1:${port}/c` });
    expectRefusal(ending, `The database at 127.0.0.1:${port} cannot be reached (ECONNREFUSED)`);
  });

  it("refuses an address that is none", async () => {
    expectRefusal(await runDemo({ DATABASE_URL: "localhost" }), "DATABASE_URL is not a database address");
  });

  it("stops the database it started when there is no Redis and no way to get one", async () => {
    const machine = path.join(home, "machine");
    const programs = ["mariadbd", "mysqld", "mariadb-install-db", "mysql_install_db"];
    mkdirSync(machine);
    for (const name of programs) {
      const program = findProgram([name]);
      if (program) symlinkSync(program, path.join(machine, name));
    }
    const ending = await runDemo({ PROGRAM_SEARCH_PATH: machine });
    expectRefusal(ending, "There is no Redis or Valkey here and no way to get one");
    expect(existsSync(path.join(home, "demo/mysql"))).toBe(true);
  });

  it("names the Redis that cannot be reached", async () => {
    const port = await findFreePort();
    const ending = await runDemo({ REDIS_URL: `redis://127.0.0.1:${port}` });
    expectRefusal(ending, `Redis at 127.0.0.1:${port} cannot be reached (ECONNREFUSED)`);
  });

  it("refuses a second start beside the first", async () => {
    mkdirSync(path.join(home, "demo"), { recursive: true });
    const owner = { pid: process.pid, start: processStart(process.pid) };
    writeFileSync(path.join(home, "demo/owner"), JSON.stringify(owner));
    expectRefusal(
      await runDemo({}),
      `npm run demo is already running here (process ${process.pid}): stop that one first.`,
    );
  });
});
