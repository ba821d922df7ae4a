import type { PastOrder } from "#core/rules";
import type { Instant } from "#core/units";

/** Orders placed from one instant until another (outside); null: open on that side. */
export interface OrderRange {
  readonly from: Instant | null;
  readonly until: Instant | null;
}

export interface PastOrders {
  /** How many orders {@link read} goes through. */
  count(programId: number, range: OrderRange): Promise<number>;
  /**
   * The program's orders that have a member and whose facts are known, as they were placed, page by page: none is kept
   * in memory, and nothing is locked.
   */
  read(programId: number, range: OrderRange): AsyncIterable<readonly PastOrder[]>;
}
