import type { LotRef } from "#core/ledger";

/** The credits of one earning, kept also when nothing is left. */
export interface ModelLot extends LotRef {
  pending: boolean;
  left: number;
  from: string;
  until: string | null;
}

/** Credits that went; `lot` is null for what no lot gave, because the account came to owe it. */
export interface Part {
  lot: ModelLot | null;
  minor: number;
}

export interface ModelHold {
  parts: Part[];
  until: string;
  state: "open" | "captured" | "voided" | "expired";
}

/** Balances are not kept: available is what available lots hold less the debt, held what open holds hold. */
export interface ModelAccount {
  id: number;
  debt: number;
  lots: ModelLot[];
  holds: Map<string, ModelHold>;
  subjects: Map<string, { earned: number; version: number; seqs: number[] }>;
  entries: number;
}

export const minorOf = (parts: Part[]) => parts.reduce((sum, part) => sum + part.minor, 0);
export const leftIn = (lots: ModelLot[]) => lots.reduce((sum, lot) => sum + lot.left, 0);
const openHolds = (account: ModelAccount) =>
  [...account.holds.values()].filter((hold) => hold.state === "open");

export const heldOf = (account: ModelAccount) => minorOf(openHolds(account).flatMap((hold) => hold.parts));
export const pendingOf = (account: ModelAccount) => leftIn(account.lots.filter((lot) => lot.pending));
export const availableOf = (account: ModelAccount) => leftIn(availableLots(account)) - account.debt;
export const creditsOf = (account: ModelAccount) =>
  availableOf(account) + pendingOf(account) + heldOf(account);

/** The order of spending; of two lots that end together, the older. */
export function soonestFirst(lots: ModelLot[]): ModelLot[] {
  const name = ({ until, entrySeq, line }: ModelLot) =>
    [until ?? "never", String(entrySeq).padStart(6, "0"), String(line).padStart(6, "0")].join();
  return [...lots].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

export function availableLots(account: ModelAccount): ModelLot[] {
  return soonestFirst(account.lots.filter((lot) => !lot.pending));
}

export function spendableLots(account: ModelAccount, now: string): ModelLot[] {
  return availableLots(account).filter((lot) => lot.until === null || lot.until > now);
}

/** Takes up to `minor` from the lots in their order. */
export function drain(lots: ModelLot[], minor: number): Part[] {
  const parts: Part[] = [];
  for (const lot of lots) {
    const part = Math.min(lot.left, minor - minorOf(parts));
    if (part > 0) parts.push({ lot, minor: part });
    lot.left -= part;
  }
  return parts;
}

/** Splits parts after `minor` credits. */
export function split(parts: Part[], minor: number): [Part[], Part[]] {
  const first: Part[] = [];
  const rest: Part[] = [];
  for (const { lot, minor: size } of parts) {
    const here = Math.min(size, minor - minorOf(first));
    if (here > 0) first.push({ lot, minor: here });
    if (size > here) rest.push({ lot, minor: size - here });
  }
  return [first, rest];
}

/** Adds a lot to the account's next entry; when it is available, a debt is repaid from it. */
export function addLot(account: ModelAccount, lot: Omit<ModelLot, "entrySeq" | "line">): ModelLot {
  const entrySeq = account.entries + 1;
  const line = account.lots.filter((each) => each.entrySeq === entrySeq).length;
  const { pending, left, from, until } = lot;
  const added = { entrySeq, line, pending, left, from, until };
  account.lots.push(added);
  if (!pending) repayFrom(account, added);
  return added;
}

export function repayFrom(account: ModelAccount, lot: ModelLot) {
  const repaid = Math.min(account.debt, lot.left);
  account.debt -= repaid;
  lot.left -= repaid;
}

/** Takes from the lots, soonest expiry first; what is not there is owed. */
export function takeOrOwe(account: ModelAccount, minor: number): Part[] {
  const taken = drain(availableLots(account), minor);
  const missing = minor - minorOf(taken);
  account.debt += missing;
  return missing > 0 ? [...taken, { lot: null, minor: missing }] : taken;
}
