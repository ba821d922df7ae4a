import { refusalWords } from "./adjust-words.tsx";

const ownWords: Readonly<Record<string, string>> = {
  already_opened: "The member has an opening balance from another source already",
};

/** What an imported balance waits for, by its code. */
export const openingWaitWords = {
  customer_unknown: "No customer with this verified email yet",
  email_ambiguous: "Several members have this email: it is opened once only one has",
  tried_again: "It is tried again within seconds",
} as const;

/** Why an imported balance was refused: by the import, or by the ledger in its own words. */
export function openingRefusalWords(reason: string): string {
  const ofLedger: Readonly<Record<string, string>> = refusalWords;
  return ownWords[reason] ?? ofLedger[reason] ?? `The ledger refused it (${reason})`;
}
