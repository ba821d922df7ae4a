import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({ programId: z.number().int().positive(), id: z.number().int().positive() });

export type DeliverDocumentPayload = z.output<typeof payload>;

/** A step of a document is owed to Exigo or Shopify. */
export const deliverDocumentJob: JobContract<"deliver-document", DeliverDocumentPayload> = {
  name: "deliver-document",
  payload,
  jobId: ({ programId, id }) => `document-${programId}-${id}`,
};
