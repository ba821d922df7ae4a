import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type GiveSystemActionsPayload = z.output<typeof payload>;

/** Sign-ups, birthdays and long times without an order earn. Runs on each worker's own timer. */
export const giveSystemActionsJob: JobContract<"give-system-actions", GiveSystemActionsPayload> = {
  name: "give-system-actions",
  payload,
  jobId: () => "give-system-actions",
};
