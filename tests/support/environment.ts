/**
 * An address that the global set-up provides.
 *
 * @throws when the test belongs to a project without that set-up
 */
export function requireServiceAddress(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: this test belongs to the integration or scenarios project.`);
  return value;
}

/** The number of this Vitest worker, from 1; two files that run at the same time have different ones. */
export function workerNumber(): number {
  return Number(process.env["VITEST_POOL_ID"] ?? "1");
}
