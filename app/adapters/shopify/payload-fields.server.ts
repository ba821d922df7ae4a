import { z } from "zod";

import type { Instant } from "#core/units";
import type { Told } from "#usecases/ports/webhook-payloads";

/**
 * An id: a whole number in REST payloads, kept as text. A number beyond the safe integers has lost its last digits
 * already and is refused.
 */
export const shopifyId = z.preprocess(
  (id) => (Number.isSafeInteger(id) ? String(id) : id),
  z.string({ error: "is no id" }).regex(/^[1-9]\d{0,18}$/, "is no id"),
);

/** A time with its offset, such as `2026-11-20T07:00:00-05:00`. */
export const shopifyTime = z.iso
  .datetime({ offset: true, error: "is no time with an offset" })
  .transform((text): Instant => new Date(text).toISOString());

/** A whole number of units, zero or more. */
export const units = z
  .number({ error: "is no whole number of units" })
  .int("is no whole number of units")
  .min(0, "is below zero")
  .max(1_000_000_000, "is too large");

/** An amount as Shopify writes it: a decimal string. It is read once its currency is known. */
export const decimalText = z.string({ error: "is no decimal string" });

/** Text that may be missing, null or empty; all three mean that nothing is known. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text?.trim() || null);

/**
 * Reads a body with a schema. The refusal names the first field that is wrong, as the payload's author would write
 * it, and never repeats a value.
 */
export function readBody<T>(schema: z.ZodType<T>, body: string): Told<T> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    // A body that is no JSON is the sender's mistake, and an answer like any other.
    return { ok: false, refusal: { code: "payload_malformed", field: "", problem: "is no JSON" } };
  }
  return readValue(schema, json);
}

/** Reads what is no text any more; refuses as {@link readBody} does. */
export function readValue<T>(schema: z.ZodType<T>, value: unknown): Told<T> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  const [issue] = result.error.issues;
  return {
    ok: false,
    refusal: {
      code: "payload_malformed",
      field: fieldName(issue?.path ?? []),
      problem: problemOf(issue),
    },
  };
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === "number") return `${name}[${part}]`;
    return name ? `${name}.${String(part)}` : String(part);
  }, "");
}

/** Our own words where a schema has them. The library's own are not repeated: some quote what was sent. */
function problemOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === "invalid_type" && issue.message.startsWith("Invalid input"))
    return `is no ${issue.expected}`;
  return issue?.message.startsWith("is ") ? issue.message : "is malformed";
}
