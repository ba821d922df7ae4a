import type { DocumentKind, DocumentState, FlowDirection, OwnedDomain } from "../sync/index.ts";
import type { Instant } from "../units/index.ts";

/** The steps of one kind by where they stand. */
export interface SyncFigures {
  readonly kind: DocumentKind;
  /** Due, being sent, or looked up. */
  readonly owed: number;
  readonly waiting: number;
  /** Due, but an earlier step of the same document waits, was refused, or needs a look. */
  readonly heldUp: number;
  /** Refused by the other system, or needing a person's look. */
  readonly forPerson: number;
  readonly doneLastHour: number;
  /** When the oldest of those that are not done was stored; null: all are done. */
  readonly oldestAt: Instant | null;
}

/** What a step is about, by the names that people know; a name that is null was never told, or is forgotten. */
export type SyncSubject =
  | {
      readonly kind: "order";
      readonly shopDomain: string | null;
      readonly orderId: string;
      /** As the shop writes it, such as `#1001`. */
      readonly name: string | null;
    }
  | { readonly kind: "member"; readonly memberId: number; readonly name: string | null }
  | {
      readonly kind: "product";
      readonly shopDomain: string | null;
      readonly productId: string | null;
      readonly title: string;
      readonly sku: string | null;
    }
  | { readonly kind: "item"; readonly itemCode: string; readonly description: string | null }
  | { readonly kind: "location"; readonly shopDomain: string | null; readonly locationId: string }
  | { readonly kind: "unknown"; readonly document: string };

/** A step that does not go on by itself. */
export interface SyncStep {
  readonly id: number;
  /** Names the claim whose end is shown; a decision is about it. */
  readonly claim: number;
  readonly kind: DocumentKind;
  readonly state: DocumentState;
  readonly document: string;
  readonly subject: SyncSubject;
  readonly waitsFor: string | null;
  /** The product that is to be mapped first; null: it waits for something else. */
  readonly waitsForProduct: Extract<SyncSubject, { kind: "product" }> | null;
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
  readonly subject: SyncSubject;
  readonly domain: OwnedDomain;
  readonly field: string;
  readonly direction: FlowDirection;
}

/** An order or a return that Exigo has. */
export interface SyncDelivery {
  readonly id: number;
  readonly kind: "exigo.order" | "exigo.return";
  readonly document: string;
  readonly subject: SyncSubject;
  /** Exigo's own number of it; null: it is not known. */
  readonly exigoOrderId: string | null;
  readonly at: Instant;
  /** Steps of the same order that are not done, such as its payment. */
  readonly toGo: number;
}

/** What is owed to the other systems for documents, and what keeps it. */
export interface SyncReport {
  readonly figures: readonly SyncFigures[];
  /** Those for a person first, then the longest waiting; limited. */
  readonly steps: readonly SyncStep[];
  readonly hasMoreSteps: boolean;
  /** Newest first; some. */
  readonly deliveries: readonly SyncDelivery[];
  /** Newest first; limited. */
  readonly refusals: readonly SyncRefusal[];
}
