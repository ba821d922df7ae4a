import type { ChangeRange, RereadMethod, RereadPolicy } from "#core/rereading";

import type { Customers } from "../ports/customers.ts";
import type { MembersInBulk } from "../ports/members-in-bulk.ts";
import type { Reread, Rereads } from "../ports/rereads.ts";
import type { BulkReader, ShopReader } from "../ports/shop-reader.ts";
import type { SettleOrderPorts } from "../settle-order.ts";

/** What a turn of a run needs. */
export interface RereadPorts extends SettleOrderPorts {
  readonly rereads: Rereads;
  readonly shopReader: ShopReader;
  readonly bulkReader: BulkReader;
  readonly customers: Pick<Customers, "replaceTags">;
  readonly membersInBulk: Pick<MembersInBulk, "ensure">;
  /** A random number from 0 to 1. */
  readonly jitter: () => number;
}

/** A claimed run that has begun. */
export type BegunReread = Reread & { readonly range: ChangeRange; readonly method: RereadMethod };

export interface RereadTurn {
  readonly policy: RereadPolicy;
  readonly signal: AbortSignal;
}
