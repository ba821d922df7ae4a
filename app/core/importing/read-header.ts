import { FORMATS } from "./formats.ts";
import type { Field } from "./formats.ts";
import type { ImportFormat } from "./types.ts";

/** Where each field stands: positions of its columns, the preferred one first. */
export type ColumnPositions = Readonly<Record<Field, readonly number[]>>;

export type HeaderReading =
  | { readonly ok: true; readonly positions: ColumnPositions }
  /** `expected`: headers of which at least one must be there. */
  | { readonly ok: false; readonly expected: readonly string[] };

const FIELDS: readonly Field[] = [
  "customerId",
  "email",
  "firstName",
  "lastName",
  "amount",
  "pendingAmount",
  "earnedAt",
  "availableFrom",
  "expiresAt",
  "note",
];

/**
 * Finds a format's columns in a header, whatever its case, spaces, dashes or underscores; columns without meaning
 * here are left alone. A file must say who has credits, and how many.
 */
export function readHeader(format: ImportFormat, header: readonly string[]): HeaderReading {
  const names = header.map(plainName);
  const columns = FORMATS[format];
  const positionsOf = (field: Field): number[] =>
    (columns[field] ?? []).map((name) => names.indexOf(name)).filter((position) => position >= 0);
  const positions = Object.fromEntries(
    FIELDS.map((field) => [field, positionsOf(field)]),
  ) as unknown as ColumnPositions;
  const who = [...(columns.customerId ?? []), ...(columns.email ?? [])];
  if (positions.customerId.length + positions.email.length === 0) return { ok: false, expected: who };
  if (positions.amount.length === 0) return { ok: false, expected: columns.amount ?? [] };
  return { ok: true, positions };
}

function plainName(header: string): string {
  return header
    .replace(/^\uFEFF/, "")
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");
}
