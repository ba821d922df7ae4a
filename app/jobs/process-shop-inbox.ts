import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({ shopDomain: z.string().max(255) });

export type ProcessShopInboxPayload = z.output<typeof payload>;

/** A shop's webhooks were stored and wait to be applied. */
export const processShopInboxJob: JobContract<"process-shop-inbox", ProcessShopInboxPayload> = {
  name: "process-shop-inbox",
  payload,
  jobId: ({ shopDomain }) => `inbox-${shopDomain}`,
};
