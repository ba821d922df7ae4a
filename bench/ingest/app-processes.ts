import { randomBytes } from "node:crypto";

import { ensureAppBuild } from "../../scripts/bootstrap/build.mjs";
import { startChild } from "../../scripts/bootstrap/children.mjs";
import type { Child } from "../../scripts/bootstrap/children.mjs";
import { repositoryRoot } from "../../scripts/bootstrap/places.mjs";
import { findFreePort } from "../../scripts/bootstrap/ports.mjs";
import { waitUntilReady } from "../../scripts/bootstrap/readiness.mjs";
import { claimScratchHome } from "../../scripts/bootstrap/scratch-home.mjs";
import { provideRedis } from "../../scripts/bootstrap/services.mjs";
import { rmSync } from "node:fs";

import type { Bench } from "../harness/benchmark.ts";

/** The app as it is deployed: its own processes, built, beside a Redis of this run's own. */
export interface AppProcesses {
  readonly webPort: number;
  readonly apiSecret: string;
  readonly redisUrl: string;
  /** What the processes seal secrets with. */
  readonly secretKeys: readonly { readonly id: string; readonly key: Buffer }[];
  startWorker(name: string): Promise<Child>;
}

/** Starts Redis and the web process on a database; both end with the benchmark. */
export async function startAppProcesses(bench: Bench, databaseUrl: string): Promise<AppProcesses> {
  bench.say("the app, built");
  await ensureAppBuild();
  const home = await claimScratchHome("bench-app", "npm run bench -- ingest");
  bench.cleanUp(async () => rmSync(home, { recursive: true, force: true }));
  const redis = await provideRedis(home, {});
  bench.cleanUp(async () => redis.child?.stop());
  const webPort = await findFreePort();
  const apiSecret = randomBytes(16).toString("hex");
  const secretKeys = [{ id: "k1", key: randomBytes(32) }];
  const env = {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(webPort),
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    SHOPIFY_APP_URL: `http://127.0.0.1:${webPort}`,
    SHOPIFY_API_KEY: "bench",
    SHOPIFY_API_SECRET: apiSecret,
    SECRET_KEYS: secretKeys.map(({ id, key }) => `${id}:${key.toString("base64")}`).join(","),
  };
  const start = (name: string, file: string): Child => {
    const child = startChild({
      ...{ home, name, command: process.execPath, env, cwd: repositoryRoot },
      args: ["--disable-warning=ExperimentalWarning", file],
    });
    bench.cleanUp(child.stop);
    return child;
  };
  const web = start("web", "app/server.ts");
  await waitUntilReady(web, async () => {
    const { ok } = await fetch(`http://127.0.0.1:${webPort}/readyz`);
    if (!ok) throw new Error("the web process is not ready");
  });
  return {
    ...{ webPort, apiSecret, redisUrl: redis.url, secretKeys },
    startWorker: (name) => Promise.resolve(start(name, "app/workers/main.ts")),
  };
}
