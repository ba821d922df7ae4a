import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";

import { nodeProgram, repositoryRoot } from "../bootstrap/places.mjs";

/** Node prints a warning about TypeScript's stripped types, which would be the first line of every log. */
const quiet = "--disable-warning=ExperimentalWarning";

/** Leads every call for a shop's address to the simulator and refuses those that would leave the machine. */
const towardsSimulator = ["--import", "./simulators/shopify/preload.mjs"];

/**
 * The demo's processes in the order of starting, each with a proof that it is ready. Those of the app itself, which hold
 * no state, are started again when they end.
 *
 * @param {Record<string, string>} env
 * @returns {{name: string, label: string, args: string[], isKeptRunning?: boolean, probe: (child: import("../bootstrap/children.mjs").Child) => Promise<unknown>}[]}
 */
export function demoProcesses(env) {
  return [
    {
      name: "shopify-simulator",
      label: "Shopify simulator",
      args: ["simulators/shopify/main.ts"],
      probe: () => acceptsConnections(env.SHOPIFY_SIMULATOR_PORT, env.TUNNEL_PORT),
    },
    {
      name: "exigo-simulator",
      label: "Exigo simulator",
      args: ["simulators/exigo/main.ts"],
      probe: () => acceptsConnections(env.EXIGO_SIMULATOR_PORT),
    },
    {
      name: "web",
      label: "web process",
      args: [...towardsSimulator, "app/server.ts"],
      isKeptRunning: true,
      probe: () => answersOk(`http://127.0.0.1:${env.PORT}/readyz`),
    },
    {
      name: "worker",
      label: "worker process",
      args: [...towardsSimulator, "app/workers/main.ts"],
      isKeptRunning: true,
      probe: hasLogged("worker_started"),
    },
  ].map((each) => ({ ...each, args: [quiet, ...each.args] }));
}

/** How a process of the demo is started. */
export function demoCommand(args) {
  return { command: nodeProgram, args, cwd: repositoryRoot };
}

/** The script that fills the demo store, null where this version has none. */
export function demoDataScript() {
  const script = "scripts/demo-data/main.mjs";
  return existsSync(path.join(repositoryRoot, script)) ? script : null;
}

/** The worker answers no address; it says when it has begun. */
function hasLogged(event) {
  return async ({ logFile }) => {
    if (!(await readFile(logFile, "utf8")).includes(`"event":"${event}"`))
      throw new Error(`it has not said ${event}`);
  };
}

async function acceptsConnections(...ports) {
  for (const port of ports) {
    await new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port: Number(port) });
      socket.once("connect", () => resolve(socket.destroy()));
      socket.once("error", reject);
    });
  }
}

async function answersOk(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`it answers ${response.status}`);
}
