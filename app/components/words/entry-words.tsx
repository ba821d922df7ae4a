import type { Book, EntryKind } from "#core/ledger";
import type { EntryRow } from "#core/reading";
import { adjustReasons } from "./adjust-words.tsx";
import { staffWords } from "./staff-words.tsx";

/** What the kinds of entry are called that need no more than their name. */
const kindWords: Readonly<Record<Exclude<EntryKind, "earn" | "adjust" | "reverse">, string>> = {
  mature: "Pending credits became available",
  placeHold: "Held for a cart",
  captureHold: "Spent on an order",
  voidHold: "Hold given back",
  expireHold: "Hold ran out",
  expireLots: "Expired",
  transferOut: "Moved to another member",
  transferIn: "Moved from another member",
  open: "Opening balance",
  adoptExigoMovement: "Moved in Exigo",
  writeOffDebt: "Debt written off",
};

/** What an entry is, in one line. */
export function entryTitle(entry: EntryRow): string {
  const order = entry.orderName ?? "an order";
  switch (entry.kind) {
    case "earn":
      if (entry.reasonCode === "released") return `No longer pending: ${order}`;
      if (entry.amountMinor < 0) return `Taken back: ${whatHappened(entry)}`;
      return entry.evaluationBefore ? `Earned more with ${order}` : `Earned with ${order}`;
    case "adjust":
      return entry.amountMinor < 0 ? "Taken by hand" : "Added by hand";
    case "reverse":
      return `Undo of entry ${entry.reversesSeq ?? ""}`.trim();
    default:
      return kindWords[entry.kind];
  }
}

function whatHappened({ evaluation, orderName }: EntryRow): string {
  const order = orderName ?? "an order";
  if (evaluation?.reason === "charged_back") return `the payment of ${order} was charged back`;
  if (evaluation?.reason === "voided") return `the payment of ${order} was voided`;
  if (evaluation?.reason === "cancelled") return `${order} was cancelled`;
  if (evaluation?.reason === "other_customer") return `${order} moved to another customer`;
  if (evaluation?.reason === "nothing_left") return `${order} was refunded`;
  return `part of ${order} was refunded or removed`;
}

/** Who or what caused the entry. */
export function causeWords({ causeKind, causeRef, kind }: EntryRow): string {
  if (causeKind === "rule") return `Earn rule, version ${causeRef}`;
  if (causeKind === "staff") return staffWords(causeRef);
  if (causeKind === "exigo") return `Exigo (${causeRef})`;
  return kind === "earn" ? "The order itself" : causeRef;
}

/** Why an entry that people made was made; null: its kind says it all. */
export function reasonWords({ kind, reasonCode }: EntryRow): string | null {
  if (kind !== "adjust") return null;
  return (adjustReasons as Readonly<Record<string, string>>)[reasonCode] ?? reasonCode;
}

/** Where a posting stands. */
export const bookWords: Readonly<Record<Book, string>> = {
  available: "Member: available",
  pending: "Member: pending",
  held: "Member: held",
  issued: "Program: issued",
  adjusted: "Program: adjusted",
  exigo: "Program: moved in Exigo",
  redeemed: "Program: redeemed",
  expired: "Program: expired",
  opening: "Program: opening balance",
  transferred: "Program: transferred",
  debtWrittenOff: "Program: debt written off",
};
