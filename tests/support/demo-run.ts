import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { findFreePort } from "../../scripts/bootstrap/ports.mjs";

const demoScript = fileURLToPath(new URL("../../scripts/demo.mjs", import.meta.url));
const portNames = ["PORT", "SHOPIFY_SIMULATOR_PORT", "TUNNEL_PORT", "EXIGO_SIMULATOR_PORT"];

/** `npm run demo`, started with state and ports of its own. */
export interface DemoRun {
  readonly pid: number;
  readonly ports: Readonly<Record<string, string>>;
  /** Everything it wrote to the terminal so far. */
  printed(): string;
  /** What it wrote to the error output so far. */
  complained(): string;
  ready(): Promise<void>;
  ended(): Promise<number | string | null>;
}

/** A port for each part of the demo that nothing uses now. */
export async function freeDemoPorts(): Promise<Record<string, string>> {
  const ports: Record<string, string> = {};
  for (const name of portNames) ports[name] = String(await findFreePort());
  return ports;
}

/**
 * Starts the demo as from a person's shell, without the databases that the tests themselves were given.
 *
 * @param localFolder stands for .local
 */
export function startDemo(
  localFolder: string,
  ports: Readonly<Record<string, string>>,
  extra: Readonly<Record<string, string>> = {},
): DemoRun {
  // A person's shell knows nothing of Vitest, whose variables change what Vite and React do.
  const shell = Object.fromEntries(
    ["PATH", "HOME", "USER", "TMPDIR"].map((name) => [name, process.env[name]]),
  );
  const child = spawn(process.execPath, [demoScript], {
    env: { ...shell, ...ports, LOCAL_FOLDER: localFolder, ...extra } as unknown as NodeJS.ProcessEnv,
  });
  let printed = "";
  let complained = "";
  let running = true;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complained += text));
  const ended = new Promise<number | string | null>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal)),
  ).finally(() => (running = false));
  const ready = async () => {
    while (!printed.includes("Ready.")) {
      if (!running) throw new Error(`The demo ended before it was ready:\n${printed}\n${complained}`);
      await delay(50);
    }
  };
  return {
    pid: child.pid ?? 0,
    ports,
    printed: () => printed,
    complained: () => complained,
    ready,
    ended: () => ended,
  };
}

/** Process ids of the demo's programs by name, as noted for the next start. */
export function demoProcessIds(localFolder: string): Map<string, number> {
  const folder = path.join(localFolder, "demo/run");
  const notes = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  return new Map(
    notes.map((name) => {
      const { pid } = JSON.parse(readFileSync(path.join(folder, name), "utf8")) as { pid: number };
      return [path.basename(name, ".json"), pid];
    }),
  );
}
