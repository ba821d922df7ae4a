import { endRunningPrograms, runQuietly } from "../bootstrap/run-quietly.mjs";
import { ensureAppBuild, ensurePrismaClient } from "../bootstrap/build.mjs";
import { startChild, stopAllChildren, stopLeftBehind } from "../bootstrap/children.mjs";
import { ClearFailure, runCommand } from "../bootstrap/clear-failure.mjs";
import { claimHome } from "../bootstrap/owner.mjs";
import { nodeProgram, prepareHome } from "../bootstrap/places.mjs";
import { requireFreePorts } from "../bootstrap/ports.mjs";
import { seconds, showStep } from "../bootstrap/progress.mjs";
import { logTail, waitUntilReady } from "../bootstrap/readiness.mjs";
import { provideDatabase, provideRedis } from "../bootstrap/services.mjs";
import { listenForStop, StopRequested } from "../bootstrap/stop-request.mjs";
import { migrateDatabase } from "../migrate/migrate-database.mjs";
import { addressBlock } from "./addresses.mjs";
import { keepRunning } from "./keep-running.mjs";
import { demoCommand, demoDataScript, demoProcesses } from "./processes.mjs";
import { demoEnvironment, demoPorts } from "./settings.mjs";

async function main() {
  const stop = listenForStop();
  try {
    const begun = performance.now();
    const { children, block } = await stop.unlessRequested(start());
    console.log(`${block}  (started in ${seconds(performance.now() - begun)})`);
    await Promise.race([stop.requested, ...children.map(({ child, again }) => failWhenOver(child, again))]);
    console.log("\n  Stopping …");
  } catch (error) {
    if (!(error instanceof StopRequested)) throw error;
    process.exitCode = 130;
  } finally {
    stop.release();
    endRunningPrograms();
    await stopAllChildren();
  }
}

async function start() {
  const home = prepareHome("demo");
  claimHome(home, "npm run demo");
  await stopLeftBehind(home);
  await requireFreePorts(demoPorts(process.env));
  await showStep("Prisma client", ensurePrismaClient, (written) => (written ? "written" : "unchanged"));
  const database = await showStep(
    "Database",
    () => provideDatabase(home, process.env),
    ({ from }) => from,
  );
  const redis = await showStep(
    "Redis",
    () => provideRedis(home, process.env),
    ({ from }) => from,
  );
  await showStep(
    "Migrations",
    () => migrateDatabase(database.urls),
    (applied) => `${applied.length} applied`,
  );
  await showStep("App", ensureAppBuild, (built) => (built ? "built" : "unchanged"));
  const env = demoEnvironment({ env: process.env, home, appUrl: database.urls.appUrl, redisUrl: redis.url });
  const children = [database.child, redis.child]
    .filter((child) => child !== null)
    .map((child) => ({ child, again: null }));
  for (const { name, label, args, probe, isKeptRunning } of demoProcesses(env)) {
    const run = () => startChild({ home, name, env, ...demoCommand(args) });
    const ready = (child) => waitUntilReady(child, () => probe(child));
    await showStep(
      label.replace(/^./, (first) => first.toUpperCase()),
      async () => {
        const child = run();
        children.push({ child, again: isKeptRunning ? { start: run, ready } : null });
        await ready(child);
      },
    );
  }
  await fillStore(env);
  return { children, block: addressBlock(env, home) };
}

async function fillStore(env) {
  const script = demoDataScript();
  if (!script) return;
  await showStep("Demo store", () =>
    runQuietly(nodeProgram, [script], { what: "Filling the demo store", env }),
  );
}

async function failWhenOver(first, again) {
  const say = (line) => console.log(`\n  ${line}`);
  const child = again === null ? first : await keepRunning(first, { ...again, say });
  const how = await child.exited;
  throw new ClearFailure(
    `${logTail(child)}\n\nThe process "${child.name}" ${how}; the end of its log is above. Everything else has been stopped.`,
  );
}

await runCommand(main);
process.disconnect?.();
