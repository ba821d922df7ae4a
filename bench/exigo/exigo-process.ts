import { startChild } from "../../scripts/bootstrap/children.mjs";
import { repositoryRoot } from "../../scripts/bootstrap/places.mjs";
import { findFreePort } from "../../scripts/bootstrap/ports.mjs";
import { waitUntilReady } from "../../scripts/bootstrap/readiness.mjs";
import { claimScratchHome } from "../../scripts/bootstrap/scratch-home.mjs";
import { rmSync } from "node:fs";

import type { Bench } from "../harness/benchmark.ts";

/** A simulated Exigo in a process of its own, so that it does not wait for what it is measured by. */
export interface ExigoProcess {
  readonly url: string;
  /** A call of its control interface. */
  control(path: string, body: object): Promise<Record<string, unknown>>;
}

/** The company and login that a fresh simulator knows. */
export const EXIGO_LOGIN = {
  company: "demo",
  loginName: "api",
  password: "demo-password",
  pointAccountId: 1,
};

/** Starts a simulated Exigo; it ends with the benchmark. */
export async function startExigoProcess(bench: Bench): Promise<ExigoProcess> {
  const home = await claimScratchHome("bench-exigo", "npm run bench -- exigo");
  bench.cleanUp(async () => rmSync(home, { recursive: true, force: true }));
  const port = await findFreePort();
  const child = startChild({
    ...{ home, name: "exigo", command: process.execPath, cwd: repositoryRoot },
    args: ["--disable-warning=ExperimentalWarning", "simulators/exigo/main.ts"],
    env: { EXIGO_SIMULATOR_PORT: String(port) },
  });
  bench.cleanUp(child.stop);
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(child, async () => {
    const { ok } = await fetch(`${url}/control/timing`);
    if (!ok) throw new Error("the simulated Exigo is not ready");
  });
  return {
    url,
    async control(path, body) {
      const response = await fetch(`${url}/control/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as Record<string, unknown>;
    },
  };
}
