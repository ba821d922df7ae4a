import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { processStart } from "../../scripts/bootstrap/process-identity.mjs";
import { demoProcessIds, freeDemoPorts, startDemo, type DemoRun } from "../support/demo-run.ts";

let localFolder: string;
let ports: Record<string, string>;
let demo: DemoRun | undefined;

beforeAll(async () => {
  localFolder = mkdtempSync(path.join(tmpdir(), "demo-"));
  ports = await freeDemoPorts();
});

afterAll(async () => {
  if (demo && processStart(demo.pid) !== null) process.kill(demo.pid, "SIGTERM");
  await demo?.ended();
  rmSync(localFolder, { recursive: true });
});

const programs = ["exigo-simulator", "mysql", "redis", "shopify-simulator", "web", "worker"];

const stillRunning = (ids: Map<string, number>) =>
  [...ids].filter(([, pid]) => processStart(pid) !== null).map(([name]) => name);

describe("npm run demo", () => {
  it("starts everything, prints where to look, and leaves nothing behind when it is stopped", async () => {
    demo = startDemo(localFolder, ports);
    await demo.ready();
    const ids = demoProcessIds(localFolder);
    expect([...ids.keys()].sort()).toEqual(programs);
    expect((await fetch(`http://127.0.0.1:${ports["PORT"]}/readyz`)).status).toBe(200);
    expect(demo.printed()).toContain(`http://127.0.0.1:${ports["SHOPIFY_SIMULATOR_PORT"]}`);
    process.kill(demo.pid, "SIGINT");
    expect(await demo.ended()).toBe(0);
    expect(stillRunning(ids)).toEqual([]);
  });

  it("starts a worker that is killed again, and stops everything when another program dies", async () => {
    demo = startDemo(localFolder, ports);
    await demo.ready();
    const ids = demoProcessIds(localFolder);
    process.kill(ids.get("worker") ?? 0, "SIGKILL");
    while (!demo.printed().includes('The process "worker" is back')) await delay(50);
    expect(demo.printed()).toContain('The process "worker" was ended by SIGKILL and is started again');
    const worker = demoProcessIds(localFolder).get("worker") ?? 0;
    expect(processStart(worker)).not.toBeNull();
    process.kill(ids.get("exigo-simulator") ?? 0, "SIGKILL");
    expect(await demo.ended()).toBe(1);
    expect(demo.complained()).toContain('The process "exigo-simulator" was ended by SIGKILL');
    expect(processStart(worker)).toBeNull();
    expect(stillRunning(ids)).toEqual([]);
  });

  it("starts again after it was killed itself, and first stops what that left running", async () => {
    demo = startDemo(localFolder, ports);
    await demo.ready();
    const orphans = demoProcessIds(localFolder);
    process.kill(demo.pid, "SIGKILL");
    await demo.ended();
    expect(stillRunning(orphans).sort()).toEqual(programs);
    demo = startDemo(localFolder, ports);
    await demo.ready();
    expect(stillRunning(orphans)).toEqual([]);
    process.kill(demo.pid, "SIGTERM");
    expect(await demo.ended()).toBe(0);
  });

  it("stops what it has started so far when it is stopped during the start", async () => {
    demo = startDemo(localFolder, ports);
    while (!demoProcessIds(localFolder).has("mysql")) await delay(10);
    const ids = demoProcessIds(localFolder);
    process.kill(demo.pid, "SIGINT");
    expect(await demo.ended()).toBe(130);
    expect(stillRunning(ids)).toEqual([]);
    expect([...demoProcessIds(localFolder).keys()]).toEqual([]);
  });
});
