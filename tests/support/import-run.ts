import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../../scripts/import-credits.ts", import.meta.url));

export interface ImportRun {
  readonly child: ChildProcess;
  /** Everything printed so far, on both streams. */
  printed(): string;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; printed: string }>;
}

/** Starts `npm run credits:import` with these words in a process of its own, against the database. */
export function startImport(databaseUrl: string, words: readonly string[]): ImportRun {
  const child = spawn(process.execPath, [script, ...words], {
    cwd: path.dirname(path.dirname(script)),
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      // why: an import wakes nobody, so it must work without Redis.
      REDIS_URL: "redis://127.0.0.1:1",
      SHOPIFY_APP_URL: "https://credits.test",
      SHOPIFY_API_KEY: "key",
      SHOPIFY_API_SECRET: "secret",
      SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stdout.on("data", (piece: Buffer) => (printed += piece.toString()));
  child.stderr.on("data", (piece: Buffer) => (printed += piece.toString()));
  const ended = new Promise<Awaited<ImportRun["ended"]>>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, printed }));
  });
  return { child, printed: () => printed, ended };
}
