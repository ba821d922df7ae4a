import type { Instant } from "#core/units";
import type { PoolConnection } from "mariadb";

/** One statement of a packet: its text with placeholders and their values. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** A multi-row insert; null when there is nothing to insert. */
export function insertRows(
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Statement | null {
  if (rows.length === 0) return null;
  const values: unknown[] = [];
  const texts = rows.map((row) => `(${row.map((value) => literal(value, values)).join(",")})`);
  return { sql: `INSERT INTO ${table} (${columns.join(", ")}) VALUES ${texts.join(", ")}`, values };
}

/** Bytes as the hexadecimal digits with which a statement writes them. */
export class HexBytes {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

/** An instant as a DATETIME is written. */
export function datetime(instant: Instant): string {
  return instant.slice(0, -1);
}

/** Printable ASCII without quote and backslash: between quotes it ends nowhere, in every SQL mode. */
const PLAIN_TEXT = /^[ -&(-[\]-~]*$/;

/**
 * Numbers, times, bytes and plain text have a text in SQL that nothing can break out of; they are nearly all of a
 * batch, and a packet without placeholders need not be searched for them. Every other text is bound.
 */
function literal(value: unknown, values: unknown[]): string {
  if (value === null) return "NULL";
  if (Number.isSafeInteger(value)) return String(value);
  if (value instanceof Date) return `'${value.toISOString().slice(0, -1)}'`;
  if (value instanceof HexBytes) return `x'${value.digits}'`;
  if (value instanceof Buffer) return `x'${value.toString("hex")}'`;
  if (typeof value === "string" && PLAIN_TEXT.test(value)) return `'${value}'`;
  values.push(value);
  return "?";
}

/**
 * Sends all statements in one packet, so that they cost one round trip, and answers one result each. The server
 * stops at the first statement that fails: a COMMIT at the end is reached only when all before it held.
 */
export async function sendTogether(
  connection: Pick<PoolConnection, "query">,
  statements: readonly Statement[],
): Promise<unknown[]> {
  const sql = statements.map((statement) => statement.sql).join(";\n");
  const values = statements.flatMap((statement) => statement.values);
  const answer: unknown = await connection.query(sql, values.length > 0 ? values : undefined);
  return statements.length === 1 ? [answer] : (answer as unknown[]);
}
