import { deliverIntentJob } from "./deliver-intent.ts";
import { pollExigoJob } from "./poll-exigo.ts";
import { processInboxEventJob } from "./process-inbox-event.ts";
import { sweepDueJob } from "./sweep-due.ts";

/** Every contract; each has exactly one handler in `workers/handlers.ts`. */
export const jobContracts = [processInboxEventJob, deliverIntentJob, sweepDueJob, pollExigoJob] as const;

export type JobName = (typeof jobContracts)[number]["name"];
