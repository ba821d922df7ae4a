import type {
  ChangeRange,
  KnownOutline,
  MissedChange,
  RereadCause,
  RereadMethod,
  RereadProgress,
  Resource,
} from "#core/rereading";
import type { Instant } from "#core/units";

/** A claimed run of re-reading. `range` null: it has not begun. */
export interface Reread {
  readonly programId: number;
  readonly id: number;
  readonly shopId: number;
  readonly shopDomain: string;
  /** What changed before was there before the app: it is history, nothing that never came. */
  readonly installedAt: Instant;
  readonly resource: Resource;
  readonly cause: RereadCause;
  /** Where it is to begin; null: with the first there is. */
  readonly since: Instant | null;
  readonly range: ChangeRange | null;
  readonly method: RereadMethod | null;
  /** Pages: the change that was read last; null: none yet. */
  readonly readTo: Instant | null;
  /** Shopify's id of the bulk operation that is under way; null: none is. */
  readonly bulkOperation: string | null;
  /** Bulk: where the next row of the result begins. */
  readonly bulkByte: number;
  /** Failed tries in a row, 0 after each success. */
  readonly attempts: number;
  /** A person stopped it; what is left to do is to cancel its bulk operation. */
  readonly isStopped: boolean;
  /** Names this claim among all of the run. */
  readonly claim: number;
  /** The database's clock at the claim. */
  readonly now: Instant;
}

/** What one read of a page did. */
export interface RereadCounts {
  readonly read: number;
  /** Of those, how many told something that no webhook had told. */
  readonly found: number;
  /** Of those, how many could not be understood or applied; they wait for a person. */
  readonly refused: number;
}

/** An object that told something new, or could not be applied. */
export interface RereadFind {
  readonly objectId: string;
  readonly updatedAt: Instant | null;
  readonly outcome: "unknown" | "changed" | "refused";
  /** Why it was refused, as people see it. */
  readonly reason: string | null;
}

export interface RereadFinds {
  readonly ordersLastDay: number;
  readonly customersLastDay: number;
  readonly refusedOrders: readonly { readonly objectId: string; readonly reason: string | null }[];
}

/** How a claim ends. */
export type RereadEnd =
  | { readonly end: "finished"; readonly nextInMs: number }
  /** Goes on later; `failure` null: nothing failed, Shopify is at work or others have their turn. */
  | {
      readonly end: "later";
      readonly inMs: number;
      readonly failure: string | null;
      readonly counts: boolean;
    }
  | { readonly end: "failed"; readonly failure: string }
  /** Its bulk operation is cancelled: nothing is left to do. */
  | { readonly end: "stopped" };

export interface RequestedReread {
  readonly id: number;
  /** False: a run was open already, and this is it. */
  readonly isNew: boolean;
}

/** A run as the screens show it. */
export interface RereadReport extends RereadProgress {
  readonly id: number;
  readonly resource: Resource;
  readonly cause: RereadCause;
  readonly found: number;
  readonly refused: number;
  readonly lastError: string | null;
  /** Who stopped it; null: nobody did. */
  readonly stoppedBy: string | null;
  readonly createdAt: Instant;
  readonly finishedAt: Instant | null;
}

/** Runs of re-reading: one routine run per shop and resource for good, and those that people ask for. */
/** What a list of customers is compared with. */
export interface KnownCustomer {
  readonly updatedAt: Instant;
  readonly birthDate: string | null;
}

export interface Rereads {
  /** Gives each installed shop its routine runs; those there are stay as they are. */
  ensureRoutines(): Promise<void>;
  /** Runs that are due or whose lease ran out, at most one per shop that is not being worked on, longest due first. */
  findDue(limit: number): Promise<{ programId: number; id: number }[]>;
  /** Claims the run with a lease, under a lock of the shop; null: not due, or a run of the shop is being worked on. */
  claim(programId: number, id: number): Promise<Reread | null>;
  /** Notes what the run reads and how. False: the claim is lost. */
  begin(reread: Reread, plan: { range: ChangeRange; method: RereadMethod }): Promise<boolean>;
  /** Notes the bulk operation that is under way (null: none any more, begin at the first byte). False: the claim is lost. */
  noteBulk(reread: Reread, operation: string | null, total: number | null): Promise<boolean>;
  /** Notes how far it has come and what was found on the way, and prolongs the lease. False: the claim is lost. */
  advance(
    reread: Reread,
    to: { readonly readTo: Instant } | { readonly bulkByte: number },
    counts: RereadCounts,
    finds: readonly RereadFind[],
  ): Promise<boolean>;
  /** Ends the claim; does nothing when it is lost. */
  end(reread: Reread, how: RereadEnd): Promise<void>;
  /** Makes the shop's routine run due now. */
  hurry(programId: number, shopId: number, resource: Resource): Promise<void>;
  /** Asks for a run; while one of the resource is open, that one is given. */
  request(
    shop: { readonly programId: number; readonly shopId: number },
    wanted: { resource: Resource; cause: Exclude<RereadCause, "routine">; since: Instant | null; by: string },
  ): Promise<RequestedReread>;
  /**
   * Ends a run of the shop that was asked for and is under way, and takes it from whoever has claimed it; it is stopped
   * at once on every screen. Claimed once more, when a bulk operation is to be cancelled. Another run may be asked for
   * from now on. False: there is none such.
   */
  stop(
    shop: { readonly programId: number; readonly shopId: number },
    id: number,
    by: string,
  ): Promise<boolean>;
  /** What came by re-reading: counts of the last 24 hours, and the newest orders that could not be taken in. */
  finds(programId: number, shopId: number): Promise<RereadFinds>;
  /** Changes since then that no webhook had told when they were read, the newest hundred. */
  recentFinds(programId: number, shopId: number, since: Instant): Promise<MissedChange[]>;
  find(programId: number, id: number): Promise<RereadReport | null>;
  /** The routine run and the newest one that was asked for, of each resource. */
  reports(programId: number, shopId: number): Promise<RereadReport[]>;
  /** What is known of orders; an order nobody has heard of is missing. */
  knownOrders(
    programId: number,
    shopId: number,
    orderIds: readonly string[],
  ): Promise<ReadonlyMap<string, KnownOutline & { readonly revision: number }>>;
  /** When what is known of customers changed, and their birth dates; one nobody has heard of is missing. */
  knownCustomers(
    programId: number,
    shopId: number,
    customerIds: readonly string[],
  ): Promise<ReadonlyMap<string, KnownCustomer>>;
}
