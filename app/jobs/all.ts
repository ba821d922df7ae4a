import { deliverDocumentJob } from "./deliver-document.ts";
import { compareBalancesJob } from "./compare-balances.ts";
import { deliverIntentJob } from "./deliver-intent.ts";
import { expireHoldsJob } from "./expire-holds.ts";
import { expireLotsJob } from "./expire-lots.ts";
import { giveSystemActionsJob } from "./give-system-actions.ts";
import { listenToShopsJob } from "./listen-to-shops.ts";
import { matureLotsJob } from "./mature-lots.ts";
import { pollExigoJob } from "./poll-exigo.ts";
import { pollExigoCustomersJob } from "./poll-exigo-customers.ts";
import { proveLedgersJob } from "./prove-ledgers.ts";
import { rollUpLedgerJob } from "./roll-up-ledger.ts";
import { processShopInboxJob } from "./process-shop-inbox.ts";
import { removeOldBodiesJob } from "./remove-old-bodies.ts";
import { readShopsJob } from "./read-shops.ts";
import { sweepDueJob } from "./sweep-due.ts";
import { workOnCatalogJob } from "./work-on-catalog.ts";

/** Every contract; each has exactly one handler in `workers/handlers.ts`. */
export const jobContracts = [
  processShopInboxJob,
  deliverIntentJob,
  deliverDocumentJob,
  sweepDueJob,
  removeOldBodiesJob,
  pollExigoJob,
  pollExigoCustomersJob,
  workOnCatalogJob,
  matureLotsJob,
  expireLotsJob,
  expireHoldsJob,
  giveSystemActionsJob,
  rollUpLedgerJob,
  proveLedgersJob,
  readShopsJob,
  listenToShopsJob,
  compareBalancesJob,
] as const;

export type JobName = (typeof jobContracts)[number]["name"];
