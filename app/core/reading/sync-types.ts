import type { DocumentKind, DocumentState, FlowDirection, OwnedDomain } from "../sync/index.ts";
import type { Instant } from "../units/index.ts";

/** The steps of one kind by where they stand. */
export interface SyncFigures {
  readonly kind: DocumentKind;
  /** Due, being sent, or looked up; those held up by an earlier step count. */
  readonly owed: number;
  readonly waiting: number;
  /** Refused by the other system, or needing a person's look. */
  readonly forPerson: number;
  readonly doneLastHour: number;
  /** When the oldest of those that are not done was stored; null: all are done. */
  readonly oldestAt: Instant | null;
}

/** A step that does not go on by itself. */
export interface SyncStep {
  readonly id: number;
  /** Names the claim whose end is shown; a decision is about it. */
  readonly claim: number;
  readonly kind: DocumentKind;
  readonly state: DocumentState;
  readonly document: string;
  /** The order's name in the shop; null: it is about something else, or not known. */
  readonly orderName: string | null;
  readonly waitsFor: string | null;
  readonly error: string | null;
  readonly since: Instant;
  readonly wasSent: boolean;
  /** Later steps of the document that it holds up. */
  readonly heldUp: number;
}

/** A write that the ownership table refused. */
export interface SyncRefusal {
  readonly at: Instant;
  readonly document: string;
  readonly domain: OwnedDomain;
  readonly field: string;
  readonly direction: FlowDirection;
}

/** What is owed to the other systems for documents, and what keeps it. */
export interface SyncReport {
  readonly figures: readonly SyncFigures[];
  /** Those for a person first, then the longest waiting; limited. */
  readonly steps: readonly SyncStep[];
  readonly hasMoreSteps: boolean;
  /** Newest first; limited. */
  readonly refusals: readonly SyncRefusal[];
}
