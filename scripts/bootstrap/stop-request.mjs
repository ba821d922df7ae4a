/** Thrown out of whatever is under way when the person at the terminal wants to stop. */
export class StopRequested extends Error {
  name = "StopRequested";
}

/**
 * Listens for the ways in which this process is asked to stop: Ctrl-C, a signal, a closed terminal, or the death of
 * the process that started it. Later requests change nothing, since stopping has its own deadlines.
 *
 * @returns {{requested: Promise<string>, unlessRequested: <Result>(work: Promise<Result>) => Promise<Result>, release: () => void}}
 *   requested: resolves with the cause; unlessRequested: the work's result, or a StopRequested that comes first
 */
export function listenForStop() {
  // Signal handlers alone do not keep a process alive.
  const keepAlive = setInterval(() => {}, 60_000);
  const requested = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolve(signal));
    if (process.connected) process.on("disconnect", () => resolve("the end of the starting process"));
  }).finally(() => clearInterval(keepAlive));
  const refusal = requested.then((cause) => {
    throw new StopRequested(cause);
  });
  // It is watched only while work is under way.
  refusal.catch(() => {});
  return {
    requested,
    unlessRequested: (work) => Promise.race([work, refusal]),
    release: () => clearInterval(keepAlive),
  };
}
