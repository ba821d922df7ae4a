import type { CompiledRules } from "./compile-rules.ts";
import type { Overlap } from "./document.ts";
import { leastMultiple } from "./exact.ts";
import type { MatchedRule } from "./match-rules.ts";
import type { OrderBase } from "./order-base.ts";

/** What a matched rule gives, in `parts` of a minor unit of credits. */
export interface RuleShare extends MatchedRule {
  readonly credits: bigint;
  readonly wasCapped: boolean;
  /** The lines that go to another rule, by the declared overlap. */
  readonly beatenOn: readonly number[];
}

export interface SharedCredits {
  readonly shares: readonly RuleShare[];
  readonly parts: bigint;
}

interface Claim {
  readonly rule: MatchedRule;
  readonly credits: bigint;
  /** What it would give for the order as it was placed: the same before and after a refund. */
  readonly strength: bigint;
}

/**
 * Gives each line's credits to the rules that hold for it, by the declared overlap: first what rules give per money
 * and per item, then what multipliers add to it. Bonuses per order meet each other apart from the lines. Exact.
 *
 * Which rule is the best is decided on the order as it was placed and before gift cards: if a refund could make another
 * rule win, one without the first one's cap, taking something back would add credits.
 */
export function shareCredits(
  rules: CompiledRules,
  base: OrderBase,
  matched: readonly MatchedRule[],
): SharedCredits {
  const weights = weigh(base, matched);
  const scale = { perMoney: weights.parts, perKept: weights.parts * base.shareParts };
  const parts = rules.parts * base.keptParts * base.shareParts * weights.parts;
  const { overlap } = rules.document;
  const sums = new Map<MatchedRule, bigint>(matched.map((rule) => [rule, 0n]));
  const beaten = new Map<MatchedRule, number[]>();
  const give = (rule: MatchedRule, credits: bigint): void =>
    void sums.set(rule, (sums.get(rule) ?? 0n) + credits);
  const lose = (rule: MatchedRule, line: number): void =>
    void beaten.set(rule, [...(beaten.get(rule) ?? []), line]);
  for (let line = 0; line <= base.lines.length; line += 1) {
    const here = matched.filter(({ lines }) => lines.includes(line));
    if (here.length === 0) continue;
    const earned = settle(overlap, lineClaims(here, base, line, scale));
    for (const { rule, credits } of earned.won) give(rule, credits);
    const sum = earned.won.reduce((total, { credits }) => total + credits, 0n);
    const added = settle(overlap, multiplierClaims(here, sum));
    for (const { rule, credits } of added.won) give(rule, credits);
    for (const { rule } of [...earned.lost, ...added.lost]) lose(rule, line);
  }
  const bonuses = settle(overlap, bonusClaims(matched, weights, scale.perKept));
  for (const { rule, credits } of bonuses.won) give(rule, credits);
  for (const { rule } of bonuses.lost) beaten.set(rule, [...rule.lines]);
  const shares = matched.map((rule) => capShare(rule, sums.get(rule) ?? 0n, beaten.get(rule) ?? [], parts));
  return { shares, parts };
}

/** Who gets what of several rules that meet; the first of equals is the better one. */
function settle(
  overlap: Overlap,
  claims: readonly Claim[],
): { won: readonly Claim[]; lost: readonly Claim[] } {
  const [first, ...others] = claims;
  if (!first || overlap === "sum") return { won: claims, lost: [] };
  const winner =
    overlap === "firstMatch"
      ? first
      : others.reduce((best, claim) => (claim.strength > best.strength ? claim : best), first);
  return { won: [winner], lost: claims.filter((claim) => claim !== winner) };
}

function lineClaims(
  rules: readonly MatchedRule[],
  base: OrderBase,
  index: number,
  scale: { perMoney: bigint; perKept: bigint },
): Claim[] {
  const line = base.lines[index];
  const money = line ? line.base : (base.shipping?.base ?? 0n);
  return rules.flatMap((rule): Claim[] => {
    const { effect } = rule.compiled;
    if (effect.kind === "perMoney") {
      const strength = BigInt(line?.wholeMinor ?? 1) * effect.parts;
      return [{ rule, strength, credits: money * effect.parts * scale.perMoney }];
    }
    if (effect.kind !== "perItem" || !line) return [];
    const strength = BigInt(line.context.line.quantity) * effect.parts;
    return [{ rule, strength, credits: strength * line.kept * scale.perKept }];
  });
}

function multiplierClaims(rules: readonly MatchedRule[], sum: bigint): Claim[] {
  return rules.flatMap((rule): Claim[] => {
    const { effect } = rule.compiled;
    if (effect.kind !== "multiplier") return [];
    return [{ rule, strength: BigInt(effect.bps), credits: (sum * effect.extra) / effect.of }];
  });
}

function bonusClaims(matched: readonly MatchedRule[], weights: Weights, perKept: bigint): Claim[] {
  return matched.flatMap((rule): Claim[] => {
    const { effect } = rule.compiled;
    const weight = weights.ofRules.get(rule);
    if (effect.kind !== "perOrder" || !weight) return [];
    // The product holds the weights' parts, of which `whole` is one divisor: the division leaves nothing.
    return [{ rule, strength: effect.parts, credits: (effect.parts * perKept * weight.kept) / weight.whole }];
  });
}

interface Weights {
  /** What kept and whole of each bonus can be divided by together. */
  readonly parts: bigint;
  readonly ofRules: ReadonlyMap<MatchedRule, { readonly kept: bigint; readonly whole: bigint }>;
}

/** What is kept of the lines of each bonus, by their value; by their units where all of them are free. */
function weigh(base: OrderBase, matched: readonly MatchedRule[]): Weights {
  const ofRules = new Map<MatchedRule, { kept: bigint; whole: bigint }>();
  let parts = 1n;
  for (const rule of matched) {
    if (rule.compiled.effect.kind !== "perOrder") continue;
    const lines = rule.lines.flatMap((index) => base.lines[index] ?? []);
    const isFree = lines.every(({ weight }) => weight === 0n);
    let [kept, whole] = [0n, 0n];
    for (const line of lines) {
      const weight = isFree ? BigInt(line.context.line.quantity) : line.weight;
      kept += weight * line.kept;
      whole += weight;
    }
    if (whole === 0n) continue;
    ofRules.set(rule, { kept, whole });
    if (kept % whole !== 0n) parts = leastMultiple(parts, whole);
  }
  return { parts, ofRules };
}

function capShare(rule: MatchedRule, sum: bigint, beatenOn: readonly number[], parts: bigint): RuleShare {
  const { perOrderMinor } = rule.compiled.rule.caps;
  const most = perOrderMinor === null ? null : BigInt(perOrderMinor) * parts;
  const wasCapped = most !== null && sum > most;
  return { ...rule, credits: wasCapped ? most : sum, wasCapped, beatenOn };
}
