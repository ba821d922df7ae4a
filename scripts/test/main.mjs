import { availableParallelism } from "node:os";

import { ensurePrismaClient } from "../bootstrap/build.mjs";
import { stopAllChildren } from "../bootstrap/children.mjs";
import { runCommand } from "../bootstrap/clear-failure.mjs";
import { prepareHome } from "../bootstrap/places.mjs";
import { seconds, showStep } from "../bootstrap/progress.mjs";
import { endRunningPrograms } from "../bootstrap/run-quietly.mjs";
import { startScratchServices } from "../bootstrap/scratch-services.mjs";
import { listenForStop, StopRequested } from "../bootstrap/stop-request.mjs";
import { runStages } from "./run-stages.mjs";
import { selectStages } from "./selection.mjs";

async function main() {
  const stop = listenForStop();
  try {
    await stop.unlessRequested(test());
  } catch (error) {
    if (!(error instanceof StopRequested)) throw error;
    process.exitCode = 130;
  } finally {
    stop.release();
    endRunningPrograms();
    await stopAllChildren();
  }
}

async function test() {
  const begun = performance.now();
  const stages = selectStages(process.argv.slice(2));
  const home = prepareHome("test");
  await showStep("Prisma client", ensurePrismaClient, (written) => (written ? "written" : "unchanged"));
  const env = { ...process.env };
  const services = stages.some((stage) => stage.needsServices)
    ? await showStep(
        "Database and Redis",
        () => startScratchServices(process.env),
        ({ from }) => from.join(", "),
      )
    : null;
  const cores = Math.max(2, Math.min(availableParallelism(), 4));
  const { passed, failed } = await runStages(
    stages,
    { env: { ...env, ...services?.env }, home },
    { cores, print: console.log },
  );
  await services?.stop();
  if (failed > 0) process.exitCode = 1;
  console.log(`\n${seconds(performance.now() - begun)}\n${passed} passed, ${failed} failed`);
}

await runCommand(main);
process.disconnect?.();
