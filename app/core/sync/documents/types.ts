import type { FlowDirection, FlowRefusal, OwnedDomain } from "../ownership.ts";

/**
 * The kinds of steps. The part before the point is the system that it writes to; a kind is carried out by what
 * `usecases/documents/steps.ts` names for it.
 */
export type DocumentKind =
  | "exigo.order"
  | "exigo.order_edit"
  | "exigo.order_totals"
  | "exigo.payment"
  | "exigo.order_status"
  | "exigo.return"
  | "exigo.return_totals"
  | "exigo.return_payment"
  | "exigo.customer"
  | "exigo.address"
  | "shopify.customer"
  | "shopify.address"
  /** What was changed in a shop on its way to Exigo: never carried out, because all three are Exigo's. */
  | "exigo.product"
  | "exigo.price"
  | "exigo.stock"
  | "shopify.product"
  | "shopify.price"
  | "shopify.stock"
  | "shopify.fulfillment";

/** Where a step stands. waiting: for what `waitsFor` names. dropped: a person said that it is not to be done. */
export type DocumentState =
  "due" | "sending" | "confirmed" | "refused" | "unknown" | "needs_review" | "waiting" | "dropped";

/** What a step waits for that the settings of the connection do not say yet; told whenever they are saved. */
export const SETTINGS = "settings";

/** A step that is owed, before it is stored. */
export interface DocumentDraft {
  readonly kind: DocumentKind;
  /** The lane: steps of one document go out one after the other, such as `order/3/450789469`. */
  readonly document: string;
  /** Names the step within the program; enqueued again, it is the same step. */
  readonly stepKey: string;
  /** The shop that it is about; null: none. */
  readonly shopId: number | null;
  /** The member that it is about, so that a redaction finds it; null: none. */
  readonly memberId: number | null;
  readonly domain: OwnedDomain;
  /** The fields of the domain that it writes. One that may not be written in its direction refuses the step. */
  readonly fields: readonly string[];
  /** What it needs to be carried out beside what can be read then; no personal data. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** What becomes of a step that was tried or looked up. Times in milliseconds from now. */
export type DocumentOutcome =
  | {
      readonly state: "confirmed";
      /** The other system's own id of what was written; null: nothing had to be written. */
      readonly remoteRef: string | null;
      /** What later steps need to know of it; no personal data. */
      readonly result?: Readonly<Record<string, unknown>>;
      /** Woken in the same commit: what waited for this. */
      readonly wakes?: readonly string[];
    }
  | { readonly state: "refused"; readonly error: string }
  | {
      readonly state: "due";
      readonly inMs: number;
      readonly error: string;
      readonly countsAsAttempt: boolean;
    }
  | { readonly state: "unknown"; readonly inMs: number; readonly error: string }
  | { readonly state: "needs_review"; readonly error: string }
  /** Nothing was sent. `waitsFor` is what `wake` will name; the step is looked at again now and then all the same. */
  | { readonly state: "waiting"; readonly waitsFor: string; readonly error: string };

/** The system that a kind writes to. */
export function directionOf(kind: DocumentKind): FlowDirection {
  return kind.startsWith("exigo.") ? "to_exigo" : "to_shopify";
}

const KEPT_ALIKE_ANYWHERE: readonly DocumentKind[] = ["exigo.customer", "exigo.address"];

/**
 * Whether a document that Exigo has belongs to the place that it was made in: what becomes of an order later is owed
 * where the order is, also when the program is connected with another company since. Customers are kept alike with
 * whatever place is connected.
 */
export function staysInItsPlace(kind: DocumentKind): boolean {
  return directionOf(kind) === "to_exigo" && !KEPT_ALIKE_ANYWHERE.includes(kind);
}

/** A draft that the ownership table does not let through, and the first field that it refuses. */
export interface RefusedDraft {
  readonly draft: DocumentDraft;
  readonly refusal: FlowRefusal;
}
