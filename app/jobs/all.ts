import { deliverIntentJob } from "./deliver-intent.ts";
import { expireHoldsJob } from "./expire-holds.ts";
import { expireLotsJob } from "./expire-lots.ts";
import { listenToShopsJob } from "./listen-to-shops.ts";
import { matureLotsJob } from "./mature-lots.ts";
import { pollExigoJob } from "./poll-exigo.ts";
import { processInboxEventJob } from "./process-inbox-event.ts";
import { readShopsJob } from "./read-shops.ts";
import { sweepDueJob } from "./sweep-due.ts";

/** Every contract; each has exactly one handler in `workers/handlers.ts`. */
export const jobContracts = [
  processInboxEventJob,
  deliverIntentJob,
  sweepDueJob,
  pollExigoJob,
  matureLotsJob,
  expireLotsJob,
  expireHoldsJob,
  readShopsJob,
  listenToShopsJob,
] as const;

export type JobName = (typeof jobContracts)[number]["name"];
