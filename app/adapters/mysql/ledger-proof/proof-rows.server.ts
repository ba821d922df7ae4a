import type {
  AccountRow,
  CheckpointHead,
  EntryRow,
  HoldRow,
  KeyRow,
  LotRow,
  MovementRow,
  PostingRow,
  SpentRunRow,
} from "#core/proof";

/** A row as the driver gives it. */
export type Row = Readonly<Record<string, unknown>>;

// Rows are told apart by the proof itself, which believes none of them; a schema for each of many million rows
// would cost more than the proof. Numbers beyond what is exact come as the nearest one, which the proof finds.
const number = (value: unknown): number => Number(value);
const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));
const text = (value: unknown): string => String(value);
const textOrNull = (value: unknown): string | null => (value === null ? null : String(value));
const hex = (value: unknown): string => (value as Buffer).toString("hex");
const instant = (value: unknown): string =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : String(value);
const instantOrNull = (value: unknown): string | null => (value === null ? null : instant(value));

/** MariaDB hands JSON over as text, MySQL as a value; text that is no JSON stays text. */
function json(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

export function toAccountRow(row: Row): AccountRow {
  return {
    accountId: number(row["id"]),
    memberId: number(row["member_id"]),
    memberExists: row["member_exists"] !== null,
    availableMinor: number(row["available"]),
    pendingMinor: number(row["pending"]),
    heldMinor: number(row["held"]),
    entryCount: number(row["entry_count"]),
    headHash: hex(row["head_hash"]),
    keyCount: number(row["key_count"]),
    keyHash: hex(row["key_hash"]),
    updatedAt: instant(row["updated_at"]),
  };
}

export function toEntryRow(row: Row): EntryRow {
  return {
    accountId: number(row["account_id"]),
    seq: number(row["seq"]),
    kind: text(row["kind"]),
    key: text(row["business_key"]),
    subject: textOrNull(row["subject"]),
    shopId: numberOrNull(row["shop_id"]),
    effectiveAt: instant(row["effective_at"]),
    bookedAt: instant(row["booked_at"]),
    causeKind: text(row["cause_kind"]),
    causeRef: text(row["cause_ref"]),
    reasonCode: text(row["reason_code"]),
    trace: json(row["trace"]),
    availableAfterMinor: number(row["available_after"]),
    pendingAfterMinor: number(row["pending_after"]),
    heldAfterMinor: number(row["held_after"]),
    prevHash: hex(row["prev_hash"]),
    hash: hex(row["hash"]),
  };
}

export function toPostingRow(row: Row): PostingRow {
  return {
    accountId: number(row["account_id"]),
    seq: number(row["seq"]),
    line: number(row["line"]),
    book: text(row["book"]),
    amountMinor: number(row["amount"]),
    balanceAfterMinor: numberOrNull(row["balance_after"]),
  };
}

/** The movement of a row and those that it says follow. */
export function toMovementRows(row: Row): MovementRow[] {
  const of = { accountId: number(row["account_id"]), seq: number(row["entry_seq"]) };
  const line = number(row["line"]);
  const [lotSeq, lotLine] = [number(row["lot_seq"]), number(row["lot_line"])];
  const own = { ...of, line, lotSeq, lotLine, amountMinor: number(row["amount"]) };
  if (row["more"] === null) return [own];
  const more = json(row["more"]);
  const following: unknown[] = Array.isArray(more) && more.length > 0 ? more : [null];
  return [own, ...following.map((each, index) => ({ ...of, line: line + 1 + index, ...listed(each) }))];
}

/** A movement from a list; what is none becomes one of a lot that there cannot be. */
function listed(each: unknown): Pick<MovementRow, "lotSeq" | "lotLine" | "amountMinor"> {
  const isMovement = Array.isArray(each) && each.length === 3 && each.every(Number.isSafeInteger);
  const [lotSeq, lotLine, amountMinor] = isMovement ? (each as [number, number, number]) : [NaN, NaN, NaN];
  return { lotSeq, lotLine, amountMinor };
}

export function toLotRow(row: Row): LotRow {
  return {
    accountId: number(row["account_id"]),
    seq: number(row["entry_seq"]),
    line: number(row["line"]),
    bucket: text(row["bucket"]),
    amountMinor: number(row["amount"]),
    remainingMinor: number(row["remaining"]),
    availableFrom: instant(row["available_from"]),
    expiresAt: instantOrNull(row["expires_at"]),
  };
}

export function toHoldRow(row: Row): HoldRow {
  return {
    accountId: number(row["account_id"]),
    seq: number(row["entry_seq"]),
    key: text(row["hold_key"]),
    amountMinor: number(row["amount"]),
    expiresAt: instant(row["expires_at"]),
    state: text(row["state"]),
    endedSeq: numberOrNull(row["ended_seq"]),
  };
}

export function toSpentRunRow(row: Row): SpentRunRow {
  const place = (end: "first" | "last") => ({
    until: instant(row[`${end}_until`]),
    seq: number(row[`${end}_seq`]),
    line: number(row[`${end}_line`]),
  });
  return {
    accountId: number(row["account_id"]),
    seq: number(row["entry_seq"]),
    first: place("first"),
    last: place("last"),
  };
}

export function toKeyRow(row: Row): KeyRow {
  return {
    accountId: number(row["account_id"]),
    keySeq: number(row["key_seq"]),
    key: text(row["business_key"]),
    contentDigest: hex(row["content_hash"]),
    entrySeq: numberOrNull(row["entry_seq"]),
    subject: textOrNull(row["subject"]),
    subjectVersion: numberOrNull(row["subject_version"]),
    subjectEffectMinor: number(row["subject_effect"]),
    reversesKey: textOrNull(row["reverses_key"]),
    reversedMinor: numberOrNull(row["reversed_amount"]),
    result: json(row["result"]),
    decidedAt: instant(row["decided_at"]),
    hash: hex(row["hash"]),
  };
}

/** From an account's row or from a stored head: both name the same columns. */
export function toCheckpointHead(row: Row): CheckpointHead {
  return {
    accountId: number(row["account_id"]),
    entryCount: number(row["entry_count"]),
    headHash: hex(row["head_hash"]),
    keyCount: number(row["key_count"]),
    keyHash: hex(row["key_hash"]),
  };
}
