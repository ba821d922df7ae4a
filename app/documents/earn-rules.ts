import { z } from "zod";

import { noCaps } from "../core/rules/index.ts";
import type { Condition, EarnRulesDocument } from "../core/rules/index.ts";

const MOST = { rules: 200, values: 500, depth: 6, credits: 1_000_000_000, money: 1_000_000_000_000 };

const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "takes small letters, digits and single hyphens")
  .max(60);
const name = z.string().trim().min(1).max(100);
const credits = z.int().min(0).max(MOST.credits);
const limit = z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().default(null);
const days = z.int().min(1).max(36_500);
const values = z.array(z.string().trim().min(1).max(255)).min(1).max(MOST.values);
const ids = z
  .array(z.string().regex(/^\d{1,20}$/, "takes Shopify's own number"))
  .min(1)
  .max(MOST.values);
const localTime = z
  .string()
  .regex(
    /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/,
    "takes a local time such as 2026-11-27T00:00",
  )
  .refine(isCalendarDay, "is no day of the calendar");

/** Zod's `strictObject`s of one field each: a condition asks one thing. */
const leaves = [
  z.strictObject({ product: ids }),
  z.strictObject({ variant: ids }),
  z.strictObject({ sku: values }),
  z.strictObject({ collection: ids }),
  z.strictObject({ productTag: values }),
  z.strictObject({ productType: values }),
  z.strictObject({ vendor: values }),
  z.strictObject({ onSale: z.boolean() }),
  z.strictObject({ customItem: z.boolean() }),
  z.strictObject({ subscription: z.boolean() }),
  z.strictObject({ giftCard: z.boolean() }),
  z.strictObject({ tip: z.boolean() }),
  z.strictObject({ customerTag: values }),
  z.strictObject({ orderTag: values }),
  z.strictObject({ channel: values }),
  z.strictObject({ pointOfSale: z.boolean() }),
  z.strictObject({ nthOrder: z.array(z.int().min(1).max(1_000_000)).min(1).max(MOST.values) }),
  z.strictObject({ firstOrder: z.boolean() }),
  z.strictObject({ orderMinimumMinor: z.int().min(0).max(MOST.money) }),
  z.strictObject({ exigoCustomerType: values }),
  z.strictObject({ exigoRank: values }),
] as const;

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(condition).max(50) }),
    z.strictObject({ any: z.array(condition).max(50) }),
    z.strictObject({ not: condition }),
    ...leaves,
  ]),
);
const when = condition.refine(
  (asked) => depthOf(asked) <= MOST.depth,
  `is nested more than ${MOST.depth} deep`,
);

const effect = z.union([
  z.strictObject({ creditsPerUnitMicros: z.int().min(1).max(10_000_000_000) }),
  z.strictObject({ creditsPerItemMinor: credits }),
  z.strictObject({ creditsPerOrderMinor: credits }),
  z.strictObject({ multiplyBps: z.int().min(10_001).max(1_000_000) }),
]);

const caps = { perMemberDayMinor: limit, perMemberMonthMinor: limit, perMemberMinor: limit };

const rule = z.strictObject({
  id,
  name,
  enabled: z.boolean().default(true),
  window: z
    .strictObject({ from: localTime.nullable().default(null), until: localTime.nullable().default(null) })
    .refine(({ from, until }) => from === null || until === null || from < until, "ends before it begins")
    .default({ from: null, until: null }),
  when: when.nullable().default(null),
  earns: effect,
  caps: z.strictObject({ perOrderMinor: limit, ...caps }).default({ perOrderMinor: null, ...noCaps }),
});

const action = z.strictObject({
  id,
  name,
  enabled: z.boolean().default(true),
  event: id,
  creditsMinor: credits,
  caps: z.strictObject(caps).default(noCaps),
});

const off = { enabled: false, creditsMinor: 0 };

const system = z.strictObject({
  expiry: z.strictObject({ enabled: z.boolean(), days }).default({ enabled: false, days: 365 }),
  pending: z
    .strictObject({ enabled: z.boolean(), until: z.enum(["days", "fulfilled", "paid"]), days })
    .default({ enabled: false, until: "days", days: 14 }),
  signUp: z.strictObject({ enabled: z.boolean(), creditsMinor: credits }).default(off),
  birthday: z.strictObject({ enabled: z.boolean(), creditsMinor: credits }).default(off),
  inactivity: z
    .strictObject({ enabled: z.boolean(), afterDays: days, creditsMinor: credits })
    .default({ enabled: false, afterDays: 180, creditsMinor: 0 }),
});

const list = <Item extends z.ZodType<{ readonly id: string }>>(item: Item) =>
  z
    .array(item)
    .max(MOST.rules)
    .refine((items) => new Set(items.map((each) => each.id)).size === items.length, "has an id twice")
    .default([]);

/**
 * The earn rules as one document. What is left out gets its default, what is not known is refused, and the fields come
 * out in one order: so a document that was read and written again differs only where a person changed it.
 */
const earnRulesSchema = z.strictObject({
  schema: z.literal(1),
  currency: z.string().regex(/^[A-Z]{3}$/, "takes a currency such as USD"),
  timeZone: z.string().min(1).max(64),
  award: z.enum(["paid", "fulfilled"]).default("paid"),
  testOrders: z.boolean().default(false),
  base: z
    .strictObject({
      tax: z.boolean().default(false),
      shipping: z.boolean().default(false),
      discountedPart: z.boolean().default(false),
      giftCardsBought: z.boolean().default(false),
      paidWithGiftCards: z.boolean().default(true),
    })
    .prefault({}),
  rounding: z.enum(["floor", "half-up", "ceil"]).default("floor"),
  overlap: z.enum(["bestOf", "sum", "firstMatch"]).default("bestOf"),
  exclusions: list(z.strictObject({ id, name, when })),
  rules: list(rule),
  limits: z
    .strictObject({ perOrderMinor: limit, ...caps, budgetMonthMinor: limit, budgetMinor: limit })
    .prefault({}),
  actions: list(action),
  system: system.prefault({}),
}) satisfies z.ZodType<EarnRulesDocument>;

/** One thing that is wrong with a document: where, and what about it. */
export interface DocumentProblem {
  readonly path: string;
  readonly message: string;
}

export type ReadEarnRules =
  | { readonly ok: true; readonly document: EarnRulesDocument }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

/** Reads a document of outside, such as a form's or a file's; names every problem by its place. */
export function readEarnRules(outside: unknown): ReadEarnRules {
  const parsed = earnRulesSchema.safeParse(outside);
  if (parsed.success) return { ok: true, document: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  return { ok: false, problems };
}

/** Writes a document the way it is kept beside code: indented, every field, in one order. */
export function writeEarnRules(document: EarnRulesDocument): string {
  return `${JSON.stringify(earnRulesSchema.parse(document), null, 2)}\n`;
}

function isCalendarDay(local: string): boolean {
  const date = new Date(`${local}:00.000Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(local);
}

function depthOf(asked: Condition): number {
  if ("not" in asked) return 1 + depthOf(asked.not);
  const parts = "all" in asked ? asked.all : "any" in asked ? asked.any : [];
  return 1 + Math.max(0, ...parts.map(depthOf));
}
