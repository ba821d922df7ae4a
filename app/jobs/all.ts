import { deliverIntentJob } from "./deliver-intent.ts";
import { expireHoldsJob } from "./expire-holds.ts";
import { expireLotsJob } from "./expire-lots.ts";
import { matureLotsJob } from "./mature-lots.ts";
import { pollExigoJob } from "./poll-exigo.ts";
import { processShopInboxJob } from "./process-shop-inbox.ts";
import { removeOldBodiesJob } from "./remove-old-bodies.ts";
import { sweepDueJob } from "./sweep-due.ts";

/** Every contract; each has exactly one handler in `workers/handlers.ts`. */
export const jobContracts = [
  processShopInboxJob,
  deliverIntentJob,
  sweepDueJob,
  removeOldBodiesJob,
  pollExigoJob,
  matureLotsJob,
  expireLotsJob,
  expireHoldsJob,
] as const;

export type JobName = (typeof jobContracts)[number]["name"];
