import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type WorkOnCatalogPayload = z.output<typeof payload>;

/** Compares Exigo's items, prices, stock and shipments whose turn it is. Runs on each worker's own timer. */
export const workOnCatalogJob: JobContract<"work-on-catalog", WorkOnCatalogPayload> = {
  name: "work-on-catalog",
  payload,
  jobId: () => "work-on-catalog",
};
