import { WEBHOOK_TAKES_MS } from "#core/rereading";
import { addMilliseconds } from "#core/units";

import type { RereadCounts, RereadFind } from "../ports/rereads.ts";
import type { BegunReread } from "./ports.ts";

/** What some orders or customers told, and what of it is to be remembered. */
export interface TakenIn {
  readonly counts: RereadCounts;
  readonly finds: readonly RereadFind[];
}

/**
 * Counts what `read` objects told. Remembered as never having come is only what a webhook should have told: what
 * changed before the app was installed is history, an import of all customers is one of history, and what changed a
 * moment ago may still be told.
 */
export function tally(run: BegunReread, read: number, told: readonly RereadFind[]): TakenIn {
  const refused = told.filter(({ outcome }) => outcome === "refused").length;
  const until = addMilliseconds(run.now, -WEBHOOK_TAKES_MS);
  const finds = told.filter(
    ({ outcome, updatedAt }) =>
      outcome === "refused" ||
      (run.cause !== "import" && updatedAt !== null && updatedAt >= run.installedAt && updatedAt <= until),
  );
  return { counts: { read, found: told.length - refused, refused }, finds };
}
