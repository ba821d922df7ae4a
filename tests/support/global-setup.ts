import { startScratchServices } from "../../scripts/bootstrap/scratch-services.mjs";

/**
 * Gives a run of Vitest its database and Redis. `npm test` has started them already and names them in the
 * environment; when a developer runs one test file, they are started here and stopped at the end.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env["TEST_DATABASE_URL"] && process.env["TEST_REDIS_URL"]) return async () => {};
  const services = await startScratchServices(process.env);
  Object.assign(process.env, services.env);
  return services.stop;
}
