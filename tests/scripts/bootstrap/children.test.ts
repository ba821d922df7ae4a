import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { startChild, stopLeftBehind } from "../../../scripts/bootstrap/children.mjs";
import { processStart } from "../../../scripts/bootstrap/process-identity.mjs";

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "home-"));
});

afterEach(async () => {
  await stopLeftBehind(home);
  rmSync(home, { recursive: true });
});

const start = (script: string) =>
  startChild({ home, name: "subject", command: process.execPath, args: ["--eval", script] });

const waitForLog = async (logFile: string, text: string) => {
  while (!readFileSync(logFile, "utf8").includes(text)) await delay(10);
};

const forever = "setInterval(() => {}, 1000); console.log('running');";
const deaf = `process.on('SIGTERM', () => console.log('heard')); ${forever}`;

describe("a program that was started", () => {
  it("is asked to stop, and its note goes with it", async () => {
    const child = start(forever);
    await waitForLog(child.logFile, "running");
    await child.stop();
    expect(await child.exited).toBe("was ended by SIGTERM");
    expect(existsSync(path.join(home, "run/subject.json"))).toBe(false);
  });

  it("is ended when it does not stop in time", async () => {
    const child = start(deaf);
    await waitForLog(child.logFile, "running");
    await child.stop(100);
    expect(await child.exited).toBe("was ended by SIGKILL");
  });

  it("takes the programs that it started itself along", async () => {
    const grandchild = `const { spawn } = require('node:child_process');
      console.log('pid=' + spawn(process.execPath, ['--eval', ${JSON.stringify(forever)}]).pid); ${forever}`;
    const child = start(grandchild);
    await waitForLog(child.logFile, "running");
    const pid = Number(/pid=(\d+)/.exec(readFileSync(child.logFile, "utf8"))?.[1]);
    await child.stop();
    while (processStart(pid) !== null) await delay(10);
  });

  it("says how it ended, and when it could not be started at all", async () => {
    expect(await start("process.exit(3)").exited).toBe("exited with code 3");
    const missing = startChild({ home, name: "missing", command: "/nowhere/program", args: [] });
    expect(await missing.exited).toBe("could not be started (ENOENT)");
  });

  it("is stopped by the next start when its starter was killed", async () => {
    const children = new URL("../../../scripts/bootstrap/children.mjs", import.meta.url).href;
    const starter = `import(${JSON.stringify(children)}).then(({ startChild }) => {
      const child = startChild({ home: ${JSON.stringify(home)}, name: "orphan", command: process.execPath, args: ["--eval", ${JSON.stringify(forever)}] });
      console.log("pid=" + child.pid);
      process.kill(process.pid, "SIGKILL");
    });`;
    const killed = start(starter);
    await killed.exited;
    const pid = Number(/pid=(\d+)/.exec(readFileSync(killed.logFile, "utf8"))?.[1]);
    expect(processStart(pid)).not.toBeNull();
    expect(await stopLeftBehind(home)).toEqual(["orphan"]);
    expect(processStart(pid)).toBeNull();
  });

  it("is left alone when it has only inherited the number of one of ours", async () => {
    const child = start(forever);
    await waitForLog(child.logFile, "running");
    const note = path.join(home, "run/subject.json");
    writeFileSync(note, JSON.stringify({ pid: child.pid, start: "another time", cleanUp: null }));
    expect(await stopLeftBehind(home)).toEqual([]);
    expect(child.isRunning()).toBe(true);
    await child.stop();
  });
});
