import { startScratchServices } from "../../scripts/bootstrap/scratch-services.mjs";

let stop = async (): Promise<void> => {};

/**
 * Gives a run of Vitest its database and Redis. `npm test` has started them already and names them in the
 * environment; when a developer runs one test file, they are started here and stopped at the end.
 */
export async function setup(): Promise<void> {
  if (process.env["TEST_DATABASE_URL"] && process.env["TEST_REDIS_URL"]) return;
  const services = await startScratchServices(process.env);
  Object.assign(process.env, services.env);
  stop = services.stop;
}

export async function teardown(): Promise<void> {
  await stop();
}
