import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { StopRequested } from "../../../scripts/bootstrap/stop-request.mjs";
import { keepRunning } from "../../../scripts/demo/keep-running.mjs";

let folder: string;
let logFile: string;
let said: string[];
let now: number;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "keep-running-"));
  logFile = path.join(folder, "worker.log");
  said = [];
  now = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that has ended already. */
function ended(how: string, log = how) {
  writeFileSync(logFile, log);
  return {
    ...{ name: "worker", pid: 1, logFile, isRunning: () => false, exited: Promise.resolve(how) },
    stop: () => Promise.resolve(),
  };
}

const keep = (start: () => ReturnType<typeof ended>, ready = () => Promise.resolve()) =>
  keepRunning(ended("was ended by SIGKILL", "log 0"), {
    ...{ start, ready, say: (line: string) => void said.push(line), nowMs: () => now },
  });

describe("a program that is kept running", () => {
  it("is started again when it ends, says so, and leaves the log of before beside the new one", async () => {
    const logs: string[] = [];
    await keep(() => {
      logs.push(readFileSync(path.join(folder, "worker.before.log"), "utf8"));
      return ended("exited with code 1", `log ${logs.length}`);
    });
    expect(logs.slice(0, 2)).toEqual(["log 0", "log 1"]);
    expect(said.slice(0, 2)).toEqual([
      'The process "worker" was ended by SIGKILL and is started again …',
      'The process "worker" is back; what it had under way goes on.',
    ]);
  });

  it("is given up when it ends for the sixth time within a minute", async () => {
    let starts = 0;
    const last = await keep(() => ended(`exited with code ${(starts += 1)}`));
    expect(starts).toBe(5);
    expect(await last.exited).toBe("exited with code 5");
  });

  it("may end as often as it likes over a longer time", async () => {
    let starts = 0;
    await keep(() => {
      starts += 1;
      if (starts < 20) now += 20_000;
      return ended("was ended by SIGKILL");
    });
    expect(starts).toBeGreaterThan(20);
  });

  it("is started once more when it ends before it is ready", async () => {
    let starts = 0;
    await keep(
      () => ended(`exited with code ${(starts += 1)}`),
      () => Promise.reject(new Error("it does not answer")),
    );
    expect(starts).toBe(5);
    expect(said.filter((line) => line.includes("is back"))).toEqual([]);
  });

  it("is left alone when everything is being stopped", async () => {
    const kept = keep(() => {
      throw new StopRequested("no more");
    });
    const later = new Promise((resolve) => setImmediate(() => resolve("still waiting")));
    expect(await Promise.race([kept, later])).toBe("still waiting");
    expect(said).toEqual([]);
  });
});
