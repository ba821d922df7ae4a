import type { UpsertResult } from "mariadb";

import type { ClaimedIntent, Intents, SendingFence } from "#usecases/ports/intents";

import { sendingOf } from "../claimed-rows.server.ts";
import type { ClaimOptions } from "../claimed-rows.server.ts";
import type { Database } from "../database.server.ts";
import { gather } from "../gather.server.ts";
import type { Statement } from "../ledger/statements.server.ts";
import { inOneRoundTrip } from "../transaction.server.ts";

interface Marked {
  readonly intent: ClaimedIntent;
  readonly fence: SendingFence;
}

/** A batch that waits for somebody's lock does not keep the others from going. */
const TOGETHER = { batches: 2, items: 50 };

/** See `Intents.markSending`; writes that are about to leave at the same moment share a commit. */
export function createMarkSending(db: Pick<Database, "pool">, options: ClaimOptions): Intents["markSending"] {
  const markTogether = gather(TOGETHER, async (marked: readonly Marked[]) => {
    const statements = marked.flatMap((each) => [mark(each, options), watch(each)]);
    const answers = (await inOneRoundTrip(db, statements)) as UpsertResult[];
    return marked.map((_, index) => answers[2 * index]?.affectedRows === 1);
  });
  return (intent, fence) => markTogether({ intent, fence });
}

function mark({ intent, fence }: Marked, options: ClaimOptions): Statement {
  return sendingOf("intent", options, intent, {
    assignments: "fence = ?, ",
    values: [fence.balanceMinor],
  });
}

/**
 * A read that is planned is not put off. Of an account that was never written to nothing is expected: only when
 * something is there is its first comparison due now.
 */
function watch({ intent: { programId, accountId }, fence }: Marked): Statement {
  const { balanceMinor, readAgainInSeconds } = fence;
  return {
    sql: `INSERT INTO exigo_observation (program_id, account_id, balance, observed_at, drift, next_poll_at)
     VALUES (?, ?, ?, UTC_TIMESTAMP(3), 0, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)
     ON DUPLICATE KEY UPDATE next_poll_at = LEAST(next_poll_at, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)`,
    values: [
      ...[programId, accountId, balanceMinor],
      ...[balanceMinor === 0 ? readAgainInSeconds : 0, readAgainInSeconds],
    ],
  };
}
