import type { Instant } from "../units/index.ts";
import type { ImportMode, OpeningRow, RowRefusal } from "./types.ts";

/** Who a row's customer is. */
export type RowMember =
  /** A member; null: one that is still to be made. */
  | { readonly kind: "account"; readonly accountId: number | null }
  /** Nobody in the program has this email as a verified one, yet. */
  | { readonly kind: "unknown" }
  /** Several members have it. */
  | { readonly kind: "several" };

export interface RowFacts {
  readonly key: string;
  readonly member: RowMember;
  /** Keys of what was opened in the account, by whichever import. */
  readonly openedKeys: readonly string[];
  /** Keys of what waits for the customer's email to become a member's. */
  readonly waitingKeys: readonly string[];
  readonly mode: ImportMode;
  /** The database's now. */
  readonly now: Instant;
  /** True for keys of rows that are in this file too. */
  readonly isInFile: (key: string) => boolean;
}

export type RowJudgement =
  | { readonly kind: "open"; readonly accountId: number | null }
  | { readonly kind: "wait" }
  | { readonly kind: "unchanged" }
  | { readonly kind: "refused"; readonly refusal: RowRefusal };

/**
 * What to do with a row. What was opened before stays as it is, so the same file twice changes nothing. A customer
 * with an opening balance that is not in this file is left alone in mode `skip`; mode `add` adds to it.
 */
export function judgeRow(row: OpeningRow, facts: RowFacts): RowJudgement {
  const { key, member, openedKeys, waitingKeys, mode, now, isInFile } = facts;
  if (openedKeys.includes(key)) return { kind: "unchanged" };
  if (member.kind === "several") return { kind: "refused", refusal: "email_ambiguous" };
  if (!waitingKeys.includes(key) && row.expiresAt !== null && row.expiresAt <= now)
    return { kind: "refused", refusal: "expired" };
  const others = [...openedKeys, ...waitingKeys].filter((earlier) => earlier !== key);
  if (mode === "skip" && others.some((earlier) => !isInFile(earlier))) {
    return { kind: "refused", refusal: "already_opened" };
  }
  return member.kind === "account" ? { kind: "open", accountId: member.accountId } : { kind: "wait" };
}
