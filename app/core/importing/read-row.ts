import { parseDecimal } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { Field } from "./formats.ts";
import { readDate } from "./read-date.ts";
import type { ColumnPositions } from "./read-header.ts";
import type { OpeningRow, RowReading, RowRefusal } from "./types.ts";

export interface RowContext {
  readonly positions: ColumnPositions;
  /** Decimal places of the program's unit. */
  readonly scale: number;
  /** The database's now. */
  readonly now: Instant;
}

/** Widths of the columns that take these. */
const NOTE_LENGTH = 1_000;
const EMAIL_LENGTH = 320;

/**
 * What a row's cells say. A row without any cell filled, or with an amount of zero, says "nothing". Credits that are
 * pending without a day are refused beside the opening that the same row may hold.
 */
export function readRow(cells: readonly string[], context: RowContext): RowReading[] {
  const cell = (field: Field): string => firstFilled(cells, context.positions[field]);
  if (cells.every((text) => text.trim() === "")) return [];
  const customer = cell("customerId") || cell("email");
  const opening = readOpening(cell, context);
  const readings: RowReading[] = [
    typeof opening === "string" ? { kind: "refused", refusal: opening, customer } : opening,
  ];
  if (!isZeroOrEmpty(cell("pendingAmount"))) {
    readings.push({ kind: "refused", refusal: "pending_has_no_date", customer });
  }
  return readings;
}

function readOpening(
  cell: (field: Field) => string,
  { scale, now }: RowContext,
): Extract<RowReading, { kind: "opening" | "nothing" }> | RowRefusal {
  const who = readCustomer(cell("customerId"), cell("email"));
  if (typeof who === "string") return who;
  const amountMinor = readAmount(cell("amount"), scale);
  if (typeof amountMinor === "string") return amountMinor;
  const dates = readDates(cell, now);
  if (typeof dates === "string") return dates;
  if (amountMinor === 0) return { kind: "nothing" };
  const row: OpeningRow = {
    ...who,
    firstName: cell("firstName") || null,
    lastName: cell("lastName") || null,
    amountMinor,
    ...dates,
    note: cell("note").slice(0, NOTE_LENGTH) || null,
  };
  return { kind: "opening", row };
}

function readCustomer(
  idText: string,
  emailText: string,
): { customerId: string | null; email: string | null } | RowRefusal {
  if (idText === "" && emailText === "") return "customer_missing";
  // Shopify writes its ids as gid://shopify/Customer/123 too, and its exports lead them with an apostrophe.
  const customerId = idText.replace(/^gid:\/\/shopify\/Customer\//, "").replace(/^'/, "");
  if (customerId !== "" && !/^[1-9]\d{0,17}$/.test(customerId)) return "customer_id_malformed";
  const email = emailText.toLowerCase();
  const isEmail = /^[^\s@,;]+@[^\s@,;]+$/.test(email) && email.length <= EMAIL_LENGTH;
  if (email !== "" && !isEmail) return "email_malformed";
  return { customerId: customerId || null, email: email || null };
}

function readAmount(text: string, scale: number): number | RowRefusal {
  if (text === "") return "amount_missing";
  const amountMinor = parseDecimal(text, scale);
  if (amountMinor === null) return "amount_malformed";
  return amountMinor < 0 ? "amount_is_negative" : amountMinor;
}

function readDates(
  cell: (field: Field) => string,
  now: Instant,
): Pick<OpeningRow, "earnedAt" | "availableFrom" | "expiresAt"> | RowRefusal {
  const read = (field: Field, endOfDay: boolean): Instant | null | undefined =>
    cell(field) === "" ? null : (readDate(cell(field), { endOfDay }) ?? undefined);
  const earnedAt = read("earnedAt", false);
  const availableFrom = read("availableFrom", false);
  // Credits "until the 31st" can be spent on the 31st.
  const expiresAt = read("expiresAt", true);
  if (earnedAt === undefined) return "earned_at_malformed";
  if (availableFrom === undefined) return "available_from_malformed";
  if (expiresAt === undefined) return "expires_at_malformed";
  if (earnedAt !== null && earnedAt > now) return "earned_in_future";
  if (expiresAt !== null && expiresAt <= (availableFrom ?? earnedAt ?? "")) return "expires_too_early";
  return { earnedAt, availableFrom, expiresAt };
}

function firstFilled(cells: readonly string[], positions: readonly number[]): string {
  for (const position of positions) {
    const text = (cells[position] ?? "").trim();
    if (text !== "") return text;
  }
  return "";
}

function isZeroOrEmpty(text: string): boolean {
  return text === "" || parseDecimal(text, 4) === 0;
}
