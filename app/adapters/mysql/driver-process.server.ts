/**
 * What the driver asks of the process it runs in; called once before a pool is opened.
 *
 * It writes and reads dates in the process's own time zone, whatever the session's is, so the process must
 * know no zone but UTC. And when a connection dies while its session is being set up, it tells the one who
 * asked for the connection and leaves a second rejection that nobody can catch, which would end the process.
 */
export function prepareProcessForDriver(): void {
  // eslint-disable-next-line no-restricted-syntax -- Written, not read: Node has no other way to say it.
  process.env["TZ"] = "UTC";
  if (!process.listeners("unhandledRejection").includes(passSetUpFailures)) {
    process.on("unhandledRejection", passSetUpFailures);
  }
}

/** Lets a lost connection's second rejection pass; any other ends the process, as it does without a listener. */
export function passSetUpFailures(reason: unknown): void {
  const { name, fatal } = (reason ?? {}) as { name?: unknown; fatal?: unknown };
  if (name === "SqlError" && fatal === true) return;
  throw reason;
}
