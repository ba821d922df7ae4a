import type { ServerResponse } from "node:http";

import { answer } from "./respond.ts";

export interface Readiness {
  /** True once the server has been told to stop. */
  readonly isDraining: () => boolean;
  /** True once Remix can take requests. */
  readonly isBuildLoaded: () => boolean;
  /** Throws when the database does not answer. */
  readonly ping: () => Promise<void>;
}

const PING_DEADLINE_MS = 1_000;

/** The process runs and answers; nothing else is asked. */
export function answerAlive(response: ServerResponse): void {
  answer(response, 200, "ok");
}

/** 200 when the process can do its work now; 503 with the reason while it cannot. */
export async function answerReady(response: ServerResponse, readiness: Readiness): Promise<void> {
  if (readiness.isDraining()) return answer(response, 503, "draining");
  if (!readiness.isBuildLoaded()) return answer(response, 503, "starting");
  return (await answers(readiness.ping))
    ? answer(response, 200, "ready")
    : answer(response, 503, "no database");
}

async function answers(ping: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, PING_DEADLINE_MS, false);
  });
  const pinged = ping().then(
    () => true,
    // Whatever failed, the answer is the same; the access log has the status.
    () => false,
  );
  try {
    return await Promise.race([pinged, late]);
  } finally {
    clearTimeout(timer);
  }
}
