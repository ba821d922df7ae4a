import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { jsonDecimal } from "../http/json.ts";
import type { ColumnValue } from "../state/company.ts";
import type { Settings } from "../state/settings.ts";
import { formatWithOffset, parseWallClock } from "../values/central-time.ts";
import { formatDecimal } from "../values/decimal.ts";
import { fitText } from "./operation.ts";

/** One column of a row: how it is read, and under which name it is answered (null: it never is). */
export type Column =
  | { name: string; answer: string | null; kind: "text"; max: number }
  | { name: string; answer: string | null; kind: "integer" | "boolean" | "date" | "decimal" }
  | { name: string; answer: string | null; kind: "enum"; names: readonly string[] };

export const text = (name: string, max: number, answer: string | null = name): Column => ({
  name,
  answer,
  kind: "text",
  max,
});
export const plain = (
  name: string,
  kind: "integer" | "boolean" | "date" | "decimal",
  answer: string | null = name,
): Column => ({ name, answer, kind });

/** `field1` to `field15`, for example. */
export const numbered = (name: string, last: number, first = 1): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `${name}${index + first}`);

/** The columns that the caller named, read and checked. A named null is in the result as null. */
export function readColumns(
  columns: readonly Column[],
  input: RequestInput,
  settings: Settings,
): Record<string, ColumnValue> {
  const named = columns.filter((column) => input.has(column.name));
  return Object.fromEntries(named.map((column) => [column.name, readColumn(input, column, settings)]));
}

function readColumn(input: RequestInput, column: Column, settings: Settings): ColumnValue {
  const { name } = column;
  if (column.kind === "boolean") return input.boolean(name);
  const written = input.text(name);
  if (written === null) return null;
  switch (column.kind) {
    case "integer":
      return input.integer(name);
    case "decimal":
      return input.decimalUnits(name);
    case "date":
      return readDate(name, written, settings);
    case "enum":
      return readEnum(name, written, column.names);
    case "text":
      return fitText(settings, name, written, column.max);
  }
}

/** Reads a date of the call as a Central wall clock; refuses what is none. */
export function readDate(name: string, written: string, settings: Settings): string {
  const wallClock = parseWallClock(written, settings.dateOffset);
  if (wallClock === null) throw new Refusal(400, `${name} is not a date.`);
  return wallClock;
}

/** Reads an enum that is sent as its name, whatever its case, or as its number. */
export function readEnum(name: string, written: string, names: readonly string[]): number {
  const index = /^\d+$/.test(written)
    ? Number(written)
    : names.findIndex((known) => known.toLowerCase() === written.toLowerCase());
  if (names[index] === undefined) throw new Refusal(400, `${name} is not one of: ${names.join(", ")}.`);
  return index;
}

/** A column's value as an answer shows it. */
export function showColumn(column: Column, value: ColumnValue, settings: Settings): unknown {
  if (value === null) return null;
  if (column.kind === "date") return formatWithOffset(String(value));
  if (column.kind === "decimal") return jsonDecimal(formatDecimal(Number(value)));
  if (column.kind === "enum") return settings.enumOutput === "name" ? column.names[Number(value)] : value;
  return value;
}

/** The columns of a row as an answer shows them; one that was never set is null. */
export function showColumns(
  columns: readonly Column[],
  values: Record<string, ColumnValue>,
  settings: Settings,
): Record<string, unknown> {
  const answered = columns.filter(({ answer }) => answer !== null);
  return Object.fromEntries(
    answered.map((column) => [column.answer, showColumn(column, values[column.name] ?? null, settings)]),
  );
}
