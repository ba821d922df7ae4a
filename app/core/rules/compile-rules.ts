import { currencyScale } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import { instantOfLocal } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";
import { compileCondition } from "./conditions.ts";
import type { CompiledCondition } from "./conditions.ts";
import type { EarnRule, EarnRulesDocument, Exclusion } from "./document.ts";
import { greatestDivisor, leastMultiple } from "./exact.ts";
import type { RuleVersion } from "./version.ts";

/** A version's rules made ready to judge many orders. */
export interface CompiledRules {
  readonly document: EarnRulesDocument;
  readonly calendar: Calendar;
  /** Decimal places of the program's unit. */
  readonly unitScale: number;
  readonly exclusions: readonly { readonly exclusion: Exclusion; readonly condition: CompiledCondition }[];
  readonly rules: readonly CompiledRule[];
  /** Every effect is a whole number of this many parts of a minor unit of credits. */
  readonly parts: bigint;
  /** True when a cap or budget counts over several orders, so that what an order earns must be claimed. */
  readonly hasCaps: boolean;
}

export interface CompiledRule {
  readonly rule: EarnRule;
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly condition: CompiledCondition | null;
  readonly effect: CompiledEffect;
  readonly hasOwnCaps: boolean;
}

/** Effects in parts; a multiplier in parts of what it multiplies, of which `parts` is a multiple. */
export type CompiledEffect =
  | { readonly kind: "perMoney"; readonly parts: bigint }
  | { readonly kind: "perItem"; readonly parts: bigint }
  | { readonly kind: "perOrder"; readonly parts: bigint }
  | { readonly kind: "multiplier"; readonly extra: bigint; readonly of: bigint; readonly bps: number };

interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const MICROS = 1_000_000n;
const BPS = 10_000n;

/**
 * Makes a version ready for a program whose unit has `scale` decimal places. Costs what judging some orders does: keep
 * the result for as long as the version is used.
 */
export function compileRules(
  { document, calendar }: Pick<RuleVersion, "document" | "calendar">,
  { scale }: { readonly scale: number },
): CompiledRules {
  const minorPerMicro = {
    numerator: 10n ** BigInt(scale),
    denominator: MICROS * 10n ** BigInt(currencyScale(document.currency)),
  };
  const ratios = document.rules.map((rule) => ratioOf(rule, minorPerMicro));
  const multiplierParts = ratios.reduce(
    (parts, ratio, index) =>
      isMultiplier(document.rules[index]) ? leastMultiple(parts, ratio.denominator) : parts,
    1n,
  );
  const rateParts = ratios.reduce(
    (parts, ratio, index) =>
      isMultiplier(document.rules[index]) ? parts : leastMultiple(parts, ratio.denominator),
    1n,
  );
  const parts = multiplierParts * rateParts;
  const rules = document.rules.map((rule, index): CompiledRule => {
    const ratio = ratios[index] ?? { numerator: 0n, denominator: 1n };
    const { from, until } = rule.window;
    return {
      rule,
      from: from === null ? null : instantOfLocal(calendar, from, "first"),
      until: until === null ? null : instantOfLocal(calendar, until, "last"),
      condition: rule.when && compileCondition(rule.when),
      effect: compileEffect(rule, ratio, parts),
      hasOwnCaps: hasCaps(rule.caps),
    };
  });
  return {
    ...{ document, calendar, unitScale: scale, rules, parts },
    exclusions: document.exclusions.map((exclusion) => ({
      exclusion,
      condition: compileCondition(exclusion.when),
    })),
    hasCaps: hasCaps(document.limits) || rules.some((rule) => rule.hasOwnCaps),
  };
}

function compileEffect(
  { earns }: EarnRule,
  { numerator, denominator }: Ratio,
  parts: bigint,
): CompiledEffect {
  const inParts = (numerator * parts) / denominator;
  if ("creditsPerUnitMicros" in earns) return { kind: "perMoney", parts: inParts };
  if ("creditsPerItemMinor" in earns) return { kind: "perItem", parts: inParts };
  if ("creditsPerOrderMinor" in earns) return { kind: "perOrder", parts: inParts };
  return { kind: "multiplier", extra: numerator, of: denominator, bps: earns.multiplyBps };
}

/** Minor units of credits per minor unit of money, per item or order; of a multiplier, what comes on top. */
function ratioOf({ earns }: EarnRule, minorPerMicro: Ratio): Ratio {
  if ("creditsPerItemMinor" in earns)
    return { numerator: BigInt(earns.creditsPerItemMinor), denominator: 1n };
  if ("creditsPerOrderMinor" in earns)
    return { numerator: BigInt(earns.creditsPerOrderMinor), denominator: 1n };
  if ("multiplyBps" in earns) return reduce(BigInt(earns.multiplyBps) - BPS, BPS);
  return reduce(BigInt(earns.creditsPerUnitMicros) * minorPerMicro.numerator, minorPerMicro.denominator);
}

function reduce(numerator: bigint, denominator: bigint): Ratio {
  const divisor = greatestDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function isMultiplier(rule: EarnRule | undefined): boolean {
  return rule !== undefined && "multiplyBps" in rule.earns;
}

/** True when one of the limits counts over several orders. */
function hasCaps(caps: object): boolean {
  return Object.entries(caps).some(([name, limit]) => name !== "perOrderMinor" && limit !== null);
}
