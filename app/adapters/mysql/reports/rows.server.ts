import type { Pool, PoolConnection } from "mariadb";
import { z } from "zod";

/** A sum or a count: decimals arrive as text, an empty sum as null. */
export const wholeNumber = z
  .union([z.number(), z.string(), z.null()])
  .transform((value) => Number(value ?? 0))
  .refine((value) => Number.isSafeInteger(value), "is no safe whole number");

export const instant = z.date().transform((date) => date.toISOString());

/** JSON columns: MariaDB hands them over as text, MySQL as a value. */
export const json = z
  .unknown()
  .transform((value) => (typeof value === "string" ? (JSON.parse(value) as unknown) : value));

/** Where a statement runs: anywhere, or inside a transaction. */
export type Reader = Pick<Pool | PoolConnection, "query">;

/** Runs a statement and checks the shape of its rows. */
export async function readRows<Row extends z.ZodType>(
  reader: Reader,
  row: Row,
  sql: string,
  values: unknown[],
): Promise<z.output<Row>[]> {
  return z.array(row).parse(await reader.query(sql, values));
}
