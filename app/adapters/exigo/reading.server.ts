import { z } from "zod";

import type { Instant } from "#core/units";

import { fromCentral } from "./central-time.server.ts";

/**
 * What every answer is read by. Numbers come as text (see exact-json); fields that are not asked for are left alone, and
 * what Exigo leaves out or sends as null is the same.
 */
export const id = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number);
export const decimal = z.string().regex(/^-?\d{1,16}(\.\d{1,10})?$/);
export const text = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === null || value.trim() === "" ? null : value.trim()));
/** An id that may be missing; 0 is none. */
export const optionalId = z
  .string()
  .nullish()
  .transform((value) => (value && /^\d{1,10}$/.test(value) && Number(value) > 0 ? Number(value) : null));
export const optionalDecimal = decimal.nullish().transform((value) => value ?? null);
export const moment = z
  .string()
  .nullish()
  .transform((value): Instant | null => (value ? fromCentral(value) : null));
/** What a change answers with: whatever it is, it is an object. */
export const done = z.looseObject({});

/** Sends what is there and leaves out the rest: an explicit null might clear. */
export function withoutNulls(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null && value !== undefined),
  );
}
