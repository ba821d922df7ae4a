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
  const tallies = new Map<MatchedRule, Tally>();
  for (const rule of matched) tallies.set(rule, { credits: 0n, beatenOn: [] });
  for (let line = 0; line <= base.lines.length; line += 1) {
    const here = matched.filter(({ lines }) => lines.includes(line));
    if (here.length === 0) continue;
    const earned = settle(overlap, lineClaims(here, base, line, scale), tallies, line);
    const sum = earned.reduce((total, { credits }) => total + credits, 0n);
    settle(overlap, multiplierClaims(here, sum), tallies, line);
  }
  settle(overlap, bonusClaims(matched, weights, scale.perKept), tallies, null);
  const shares = matched.map((rule) =>
    capShare(rule, tallies.get(rule) ?? { credits: 0n, beatenOn: [] }, parts),
  );
  return { shares, parts };
}

interface Tally {
  credits: bigint;
  beatenOn: number[];
}

/** Gives several rules that meet on a line, or for the whole order (null), what is theirs; the first of equals wins. */
function settle(
  overlap: Overlap,
  claims: readonly Claim[],
  tallies: ReadonlyMap<MatchedRule, Tally>,
  line: number | null,
): readonly Claim[] {
  const winner = overlap === "sum" ? null : findWinner(overlap, claims);
  for (const claim of claims) {
    const tally = tallies.get(claim.rule);
    if (!tally) continue;
    if (winner === null || claim === winner) tally.credits += claim.credits;
    else if (line === null) tally.beatenOn = [...claim.rule.lines];
    else tally.beatenOn.push(line);
  }
  return winner ? [winner] : claims;
}

function findWinner(overlap: Overlap, claims: readonly Claim[]): Claim | null {
  let winner = claims[0] ?? null;
  if (overlap === "firstMatch") return winner;
  for (const claim of claims) {
    if (winner && claim.strength > winner.strength) winner = claim;
  }
  return winner;
}

function lineClaims(
  rules: readonly MatchedRule[],
  base: OrderBase,
  index: number,
  scale: { perMoney: bigint; perKept: bigint },
): Claim[] {
  const line = base.lines[index];
  const whole = line ? BigInt(line.wholeMinor) : 1n;
  const money = (line ? line.base : (base.shipping?.base ?? 0n)) * scale.perMoney;
  const quantity = BigInt(line?.context.line.quantity ?? 0);
  const items = quantity * (line?.kept ?? 0n) * scale.perKept;
  const claims: Claim[] = [];
  for (const rule of rules) {
    const { effect } = rule.compiled;
    if (effect.kind === "perMoney") {
      claims.push({ rule, strength: whole * effect.parts, credits: money * effect.parts });
    } else if (effect.kind === "perItem" && line) {
      claims.push({ rule, strength: quantity * effect.parts, credits: items * effect.parts });
    }
  }
  return claims;
}

function multiplierClaims(rules: readonly MatchedRule[], sum: bigint): Claim[] {
  const claims: Claim[] = [];
  for (const rule of rules) {
    const { effect } = rule.compiled;
    if (effect.kind !== "multiplier") continue;
    claims.push({ rule, strength: BigInt(effect.bps), credits: (sum * effect.extra) / effect.of });
  }
  return claims;
}

function bonusClaims(matched: readonly MatchedRule[], weights: Weights, perKept: bigint): Claim[] {
  const claims: Claim[] = [];
  for (const rule of matched) {
    const { effect } = rule.compiled;
    const weight = effect.kind === "perOrder" ? weights.ofLines.get(rule.lines) : undefined;
    if (effect.kind !== "perOrder" || !weight) continue;
    // The product holds the weights' parts, of which `whole` is one divisor: the division leaves nothing.
    claims.push({
      rule,
      strength: effect.parts,
      credits: (effect.parts * perKept * weight.kept) / weight.whole,
    });
  }
  return claims;
}

interface Weights {
  /** What kept and whole of each bonus can be divided by together. */
  readonly parts: bigint;
  /** By the lines themselves: rules that ask about none share one list of all. */
  readonly ofLines: ReadonlyMap<MatchedRule["lines"], Weight>;
}

interface Weight {
  readonly kept: bigint;
  readonly whole: bigint;
}

function weigh(base: OrderBase, matched: readonly MatchedRule[]): Weights {
  const ofLines = new Map<MatchedRule["lines"], Weight>();
  let parts = 1n;
  for (const { compiled, lines } of matched) {
    if (compiled.effect.kind !== "perOrder" || ofLines.has(lines)) continue;
    const weight = weighLines(base, lines);
    if (weight.whole === 0n) continue;
    ofLines.set(lines, weight);
    if (weight.kept % weight.whole !== 0n) parts = leastMultiple(parts, weight.whole);
  }
  return { parts, ofLines };
}

/** What is kept of the lines, by their value; by their units where all of them are free. */
function weighLines(base: OrderBase, indexes: readonly number[]): Weight {
  const lines = indexes.flatMap((index) => base.lines[index] ?? []);
  const isFree = lines.every(({ weight }) => weight === 0n);
  let [kept, whole] = [0n, 0n];
  for (const line of lines) {
    const weight = isFree ? BigInt(line.context.line.quantity) : line.weight;
    kept += weight * line.kept;
    whole += weight;
  }
  return { kept, whole };
}

function capShare(rule: MatchedRule, { credits, beatenOn }: Tally, parts: bigint): RuleShare {
  const { perOrderMinor } = rule.compiled.rule.caps;
  const most = perOrderMinor === null ? null : BigInt(perOrderMinor) * parts;
  const wasCapped = most !== null && credits > most;
  const { index, compiled, lines } = rule;
  return { index, compiled, lines, credits: wasCapped ? most : credits, wasCapped, beatenOn };
}
