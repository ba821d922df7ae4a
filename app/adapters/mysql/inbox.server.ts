import type { Inbox } from "#usecases/ports/inbox";

import type { Database } from "./database.server.ts";
import { removeOldBodies } from "./inbox/bodies.server.ts";
import { claim, finish, tryAgain } from "./inbox/claims.server.ts";
import type { BodySealing } from "./inbox/claims.server.ts";
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

/** The inbox on MySQL, bodies sealed. Due times and leases are counted by the database's clock. */
export function createMysqlInbox({ pool }: Pick<Database, "pool">, options: InboxOptions): Inbox {
  return {
    store: createStore(pool, options),
    claim: (shopDomain, id) => claim(pool, options, { shopDomain, id }),
    finish: (event, outcome) => finish(pool, options, event, outcome),
    tryAgain: (shopDomain, id) => tryAgain(pool, { shopDomain, id }),
    findDue: (limit) => findDue(pool, limit),
    findDueOfShop: (shopDomain, limit) => findDueOfShop(pool, shopDomain, limit),
    removeOldBodies: (limit) => removeOldBodies(pool, limit),
  };
}
