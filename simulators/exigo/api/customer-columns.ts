import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { jsonDecimal } from "../http/json.ts";
import type { ColumnValue } from "../state/company.ts";
import type { Settings } from "../state/settings.ts";
import { formatWithOffset, parseWallClock } from "../values/central-time.ts";
import { formatDecimal } from "../values/decimal.ts";
import { fitText } from "./operation.ts";

/** One column of a customer: how it is read, and under which name it is answered (null: it never is). */
export type Column =
  | { name: string; answer: string | null; kind: "text"; max: number }
  | { name: string; answer: string | null; kind: "integer" | "boolean" | "date" | "decimal" }
  | { name: string; answer: string | null; kind: "enum"; names: readonly string[] };

const text = (name: string, max: number, answer: string | null = name): Column => ({
  name,
  answer,
  kind: "text",
  max,
});
const plain = (
  name: string,
  kind: "integer" | "boolean" | "date" | "decimal",
  answer: string | null = name,
): Column => ({ name, answer, kind });

const addressColumns = ["main", "mail", "other"].flatMap((block) => [
  text(`${block}Address1`, 100),
  text(`${block}Address2`, 100),
  text(`${block}Address3`, 100),
  text(`${block}City`, 50),
  text(`${block}State`, 50),
  text(`${block}Zip`, 50),
  text(`${block}Country`, 50),
  text(`${block}County`, 50),
  plain(`${block}AddressVerified`, "boolean"),
]);
const numbered = (name: string, last: number) =>
  Array.from({ length: last }, (_, index) => `${name}${index + 1}`);
const payableNames = ["Check", "DirectDeposit", "BankWire", "UsePayableType", "OnHold"];

/** Every column that CreateCustomer and UpdateCustomer take, with the sizes seen in a company's database. */
export const customerColumns: readonly Column[] = [
  ...["firstName", "middleName", "lastName", "nameSuffix", "company", "email"].map((name) => text(name, 50)),
  ...["phone", "phone2", "mobilePhone", "fax"].map((name) => text(name, 20)),
  text("notes", 4000),
  ...addressColumns,
  text("loginName", 100),
  plain("canLogin", "boolean"),
  plain("customerType", "integer"),
  plain("customerStatus", "integer"),
  plain("enrollerID", "integer"),
  plain("sponsorID", "integer"),
  ...numbered("field", 15).map((name) => text(name, 100)),
  ...numbered("date", 5).map((name) => plain(name, "date")),
  plain("birthDate", "date"),
  { name: "gender", answer: "gender", kind: "enum", names: ["Unknown", "Male", "Female"] },
  plain("languageID", "integer"),
  text("currencyCode", 3),
  plain("defaultWarehouseID", "integer"),
  text("taxID", 50, null),
  text("salesTaxID", 50),
  plain("isSalesTaxExempt", "boolean"),
  plain("salesTaxExemptExpireDate", "date"),
  text("vatRegistration", 50),
  text("payableToName", 100),
  { name: "payableTy", answer: "payableType", kind: "enum", names: payableNames },
  plain("checkThreshold", "decimal"),
  plain("entryDate", "date"),
  plain("subscribeToBroadcasts", "boolean", "isSubscribedToBroadcasts"),
];

/** The columns that the caller named, read and checked. A named null is in the result as null. */
export function readColumns(input: RequestInput, settings: Settings): Record<string, ColumnValue> {
  const named = customerColumns.filter((column) => input.has(column.name));
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
