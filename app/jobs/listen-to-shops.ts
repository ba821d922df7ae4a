import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type ListenToShopsPayload = z.output<typeof payload>;

/** Shops that fell silent are noticed. Runs on each worker's own timer. */
export const listenToShopsJob: JobContract<"listen-to-shops", ListenToShopsPayload> = {
  name: "listen-to-shops",
  payload,
  jobId: () => "listen-to-shops",
};
