import type { SetupField } from "./setup-field.ts";
import { setupGroups } from "./setup-fields.ts";

export type SetupRow = Readonly<Record<string, string>>;

/** The settings as the form holds them while they are edited, each by its path. */
export type SetupValues = Readonly<Record<string, string | readonly SetupRow[]>>;

/** Messages by path; one about a row has its number and column in it: `orders.currencies.0.warehouseId`. */
export type SetupErrors = Readonly<Record<string, string>>;

const fields = setupGroups.flatMap((group) => group.fields);

/** What a form that shows this document holds. */
export function toSetupValues(setup: object): SetupValues {
  return Object.fromEntries(fields.map((field) => [field.path, show(field, valueAt(setup, field.path))]));
}

/**
 * The document that the form's values would be, to be checked as one: what is no number stays the text that it is. Parts
 * of `base` that the form does not show stay.
 */
export function toSetupInput(values: SetupValues, base: object): object {
  const document = structuredClone(base) as Record<string, Record<string, unknown>>;
  for (const field of fields) {
    const value = values[field.path];
    if (value === undefined) continue;
    const [group = "", name = ""] = field.path.split(".");
    document[group] = { ...document[group], [name]: read(field, value) };
  }
  return document;
}

/** A value as people read it, such as the default next to a field. */
export function wordsFor(field: SetupField, value: SetupValues[string] | undefined): string {
  if (field.kind === "rows" || value === undefined || typeof value !== "string") return "none";
  if (field.kind === "check") return value === "true" ? "on" : "off";
  if (field.kind === "choice") return field.options.find((each) => each.value === value)?.label ?? value;
  return value === "" ? "empty" : value;
}

function valueAt(document: object, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document);
}

function show(field: SetupField, value: unknown): SetupValues[string] {
  if (field.kind === "rows") return (value as Record<string, unknown>[]).map(showRow);
  if (field.kind === "lines") return (value as string[]).join("\n");
  return value === null || value === undefined ? "" : String(value as string | number | boolean);
}

function showRow(row: Record<string, unknown>): SetupRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
}

function read(field: SetupField, value: SetupValues[string]): unknown {
  if (field.kind === "rows") {
    if (typeof value === "string") return [];
    return value.map((row) =>
      Object.fromEntries(field.columns.map(({ name, kind }) => [name, readPlain(kind, row[name] ?? "")])),
    );
  }
  if (typeof value !== "string") return null;
  if (field.kind === "check") return value === "true";
  if (field.kind === "lines")
    return value.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  if ("optional" in field && field.optional && value.trim() === "") return null;
  if (field.kind === "choice" && typeof defaultOf(field) === "number") return readPlain("number", value);
  return readPlain(field.kind, value);
}

/** Choices of numbers are told by their values. */
function defaultOf(field: Extract<SetupField, { kind: "choice" }>): unknown {
  const first = field.options[0]?.value ?? "";
  return /^\d+$/.test(first) ? Number(first) : first;
}

function readPlain(kind: string, value: string): unknown {
  const text = value.trim();
  if (kind === "number") return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (kind === "moment" && /^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T00:00:00Z`;
  return text;
}
