/** A task that repeats in this process. */
export interface Repetition {
  /** No further run begins; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/**
 * Runs `task` now and then again `pauseMs` after each end, so that runs never overlap. A run that throws is
 * reported and followed by the next one. `signal` tells the task that it should come to an end.
 */
export function runEvery(
  pauseMs: number,
  task: (signal: AbortSignal) => Promise<unknown>,
  onFailure: (failure: unknown) => void,
): Repetition {
  const stopping = new AbortController();
  const repeat = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await task(stopping.signal).catch(onFailure);
      await pause(pauseMs, stopping.signal);
    }
  };
  const ended = repeat();
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
