import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({ programId: z.number().int().positive(), id: z.number().int().positive() });

export type DeliverIntentPayload = z.output<typeof payload>;

/** A write is owed to Exigo or Shopify. */
export const deliverIntentJob: JobContract<"deliver-intent", DeliverIntentPayload> = {
  name: "deliver-intent",
  payload,
  jobId: ({ programId, id }) => `intent-${programId}-${id}`,
};
