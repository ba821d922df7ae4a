import type { Instant } from "../units/index.ts";

/** Where a file comes from, which decides how its columns are read. */
export type ImportFormat = "plain" | "smile" | "loyaltylion" | "yotpo" | "rivo";

/** What happens to a customer that already has an opening balance from elsewhere. */
export type ImportMode = "skip" | "add";

/** An opening balance as a row tells it. */
export interface OpeningRow {
  readonly customerId: string | null;
  /** In lower case; a row has this or the customer's id. */
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Above zero. */
  readonly amountMinor: number;
  readonly earnedAt: Instant | null;
  readonly availableFrom: Instant | null;
  /** null: never expires. */
  readonly expiresAt: Instant | null;
  readonly note: string | null;
}

/** Why a row opens nothing. */
export type RowRefusal =
  | "rest_unreadable"
  | "customer_missing"
  | "customer_id_malformed"
  | "email_malformed"
  | "amount_missing"
  | "amount_malformed"
  | "amount_is_negative"
  | "earned_at_malformed"
  | "available_from_malformed"
  | "expires_at_malformed"
  | "earned_in_future"
  | "expires_too_early"
  | "expired"
  | "pending_has_no_date"
  | "email_ambiguous"
  | "already_opened"
  | "refused_by_ledger";

/** What one row of a file says: a row may say several things, or nothing at all. */
export type RowReading =
  | { readonly kind: "opening"; readonly row: OpeningRow }
  | { readonly kind: "nothing" }
  | { readonly kind: "refused"; readonly refusal: RowRefusal; readonly customer: string };

/** What became of a row. `waiting`: its customer is no member yet; `unchanged`: the same row was opened before. */
export type RowOutcome = "opened" | "unchanged" | "waiting" | "nothing" | "refused";
