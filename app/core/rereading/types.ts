import type { OrderFacts, OrderRefund } from "../earning/index.ts";
import type { Instant } from "../units/index.ts";
import type { SignedTopic } from "./signs.ts";

/** What of a shop is read from Shopify again, by when it changed. */
export type Resource = "orders" | "customers";

/** routine: at an interval; requested: a person asked for it; import: all customers, whenever they changed. */
export type RereadCause = "routine" | "requested" | "import";

/** A stretch of time, both ends included. */
export interface ChangeRange {
  /** null: since ever. */
  readonly since: Instant | null;
  readonly until: Instant;
}

/** pages: queries one after the other; bulk: one operation that Shopify runs and writes to a file. */
export type RereadMethod = "pages" | "bulk";

/** How routine re-reading behaves; see `DEFAULT_REREAD_POLICY`. */
export interface RereadPolicy {
  /** Between the end of one routine run and the beginning of the next. */
  readonly intervalMs: number;
  /** How far a routine run looks behind the end of the one before: a change may show late in Shopify's own lists. */
  readonly overlapMs: number;
  /** Changes of the last moments are left to their webhooks, which may still be on their way. */
  readonly graceMs: number;
  /** A longer stretch is read by a bulk operation. */
  readonly longRangeMs: number;
}

/** An order as a list tells it: enough to see whether more is to be asked. */
export interface OrderOutline {
  readonly orderId: string;
  readonly updatedAt: Instant;
  readonly financialStatus: string;
  readonly isCancelled: boolean;
  readonly refundIds: readonly string[];
}

/** What is known of an order, as far as a list is compared with it. */
export interface KnownOutline {
  readonly facts: Pick<OrderFacts, "updatedAt" | "financialStatus" | "cancelledAt"> | null;
  readonly refunds: readonly Pick<OrderRefund, "refundId">[];
}

/** One change of a shop that did not come by a webhook. */
export interface MissedChange {
  readonly resource: Resource;
  readonly changedAt: Instant;
}

/** What a shop's webhooks are about, as far as it is listened to: any of them, or one group of topics. */
export type VoiceGroup = "any" | Resource;

/** When a group of webhooks was heard last and how long it usually pauses. */
export interface Voice {
  /** null: never. */
  readonly heardAt: Instant | null;
  /** Moving average of the pauses between bursts, in seconds; null: fewer than two bursts were heard. */
  readonly usualPauseSeconds: number | null;
  readonly bursts: number;
}

export interface Voices extends Readonly<Record<VoiceGroup, Voice>> {
  /** When each topic was heard last; one that never was is missing. */
  readonly topics: Readonly<Record<string, Instant>>;
}

/**
 * silent: nothing at all comes from a shop that usually speaks; the missing ones: nothing of one group comes; a topic:
 * nothing of it comes while others of its group do.
 */
export type ArrivalFindingKind = "silent" | "orders_missing" | "customers_missing" | SignedTopic;
