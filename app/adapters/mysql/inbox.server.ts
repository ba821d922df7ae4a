import type { Inbox, InboxEventKey } from "#usecases/ports/inbox";

import type { Database } from "./database.server.ts";
import { removeOldBodies } from "./inbox/bodies.server.ts";
import { gather } from "./gather.server.ts";
import { claimTogether, finishTogether, tryAgain } from "./inbox/claims.server.ts";
import type { BodySealing, EndedInboxEvent } from "./inbox/claims.server.ts";
import { findDue, findDueOfShop } from "./inbox/due.server.ts";
import { createStore } from "./inbox/store.server.ts";
import type { BodyDigest } from "./inbox/store.server.ts";

export interface InboxOptions {
  /** Names this machine and this process in the rows they claim. */
  readonly host: string;
  readonly pid: number;
  /** How long a claim holds without an end; after it, any process may claim the row. */
  readonly leaseSeconds: number;
  /** How long a body is kept. */
  readonly bodyDays: number;
  readonly sealing: BodySealing;
  /** Recognizes a body that came before. */
  readonly digest: BodyDigest;
}

/** Claims and ends of one moment share a commit: as many as a shop's turn applies at once, and some of others. */
const TOGETHER = { batches: 2, items: 64 };

/** The inbox on MySQL, bodies sealed. Due times and leases are counted by the database's clock. */
export function createMysqlInbox({ pool }: Pick<Database, "pool">, options: InboxOptions): Inbox {
  const claim = gather(TOGETHER, (keys: readonly InboxEventKey[]) => claimTogether(pool, options, keys));
  const finish = gather(TOGETHER, (ended: readonly EndedInboxEvent[]) =>
    finishTogether(pool, options, ended),
  );
  return {
    store: createStore(pool, options),
    claim: (shopDomain, id) => claim({ shopDomain, id }),
    finish: (event, outcome) => finish({ event, outcome }),
    tryAgain: (shopDomain, id) => tryAgain(pool, { shopDomain, id }),
    findDue: (limit) => findDue(pool, limit),
    findDueOfShop: (shopDomain, limit) => findDueOfShop(pool, shopDomain, limit),
    removeOldBodies: (limit) => removeOldBodies(pool, limit),
  };
}
