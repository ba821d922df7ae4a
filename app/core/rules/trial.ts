import type { Instant } from "../units/index.ts";
import { applyGrants } from "./apply-grants.ts";
import { capKey, decideGrants } from "./caps.ts";
import type { CapWant } from "./caps.ts";
import type { CompiledRules } from "./compile-rules.ts";
import { creditsByRule } from "./credits-by-rule.ts";
import type { RuleOutcome } from "./evaluate-rules.ts";

/** An order of the past, as it is known now. */
export interface PastOrder {
  readonly accountId: number;
  readonly placedAt: Instant;
  /** What it earns by rules before caps over several orders are asked; null: nothing. */
  judge(rules: CompiledRules): RuleOutcome | null;
}

/** What all orders earn by one side of the comparison, in minor units of credits. */
export interface TrialSide {
  readonly totalMinor: number;
  /** Orders that earn something. */
  readonly earning: number;
}

export interface TrialMember {
  readonly accountId: number;
  readonly liveMinor: number;
  readonly draftMinor: number;
}

export interface TrialRule {
  readonly ruleId: string;
  readonly liveMinor: number;
  readonly draftMinor: number;
}

export interface TrialResult {
  readonly orders: number;
  readonly live: TrialSide;
  readonly draft: TrialSide;
  /** Every rule of either side that gave something; rules of the same id are one. */
  readonly rules: readonly TrialRule[];
  /** Members who have more by the draft, the greatest difference first, as far as they were asked for. */
  readonly winners: { readonly members: number; readonly first: readonly TrialMember[] };
  readonly losers: { readonly members: number; readonly first: readonly TrialMember[] };
}

export interface Trial {
  /** Judges the next order by both sides; orders come as they were placed, because caps are used up in that order. */
  take(order: PastOrder): void;
  /** What it came to so far, with at most so many winners and losers by name. */
  result(shownMembers: number): TrialResult;
}

type Side = "live" | "draft";

/**
 * Compares what orders of the past earn by the rules that were in force on their day with what they would earn by a
 * draft. Both sides begin with unused caps. Nothing is kept but sums: one for each member and each rule.
 */
export function createTrial(rules: {
  readonly live: (placedAt: Instant) => CompiledRules | null;
  readonly draft: CompiledRules;
}): Trial {
  const claims = { live: createCapBook(), draft: createCapBook() };
  const totals = { live: { totalMinor: 0, earning: 0 }, draft: { totalMinor: 0, earning: 0 } };
  const members = new Map<number, Record<Side, number>>();
  const byRule = new Map<string, Record<Side, number>>();
  let orders = 0;
  const judge = (side: Side, compiled: CompiledRules | null, order: PastOrder): void => {
    const wanted = compiled && order.judge(compiled);
    if (!wanted) return;
    const outcome = applyGrants(wanted, claims[side].claim(order.accountId, wanted.wants));
    if (outcome.targetMinor === 0) return;
    totals[side].totalMinor += outcome.targetMinor;
    totals[side].earning += 1;
    add(members, order.accountId, side, outcome.targetMinor);
    for (const [ruleId, minor] of creditsByRule(outcome)) add(byRule, ruleId, side, minor);
  };
  return {
    take(order) {
      orders += 1;
      judge("live", rules.live(order.placedAt), order);
      judge("draft", rules.draft, order);
    },
    result(shownMembers) {
      const all = [...members].map(([accountId, sums]) => ({ accountId, ...named(sums) }));
      return {
        ...{ orders, live: { ...totals.live }, draft: { ...totals.draft } },
        rules: [...byRule].map(([ruleId, sums]) => ({ ruleId, ...named(sums) })),
        winners: rank(all, (member) => member.draftMinor - member.liveMinor, shownMembers),
        losers: rank(all, (member) => member.liveMinor - member.draftMinor, shownMembers),
      };
    },
  };
}

interface CapBook {
  claim(accountId: number, wants: readonly CapWant[]): number[];
}

/** Caps in memory, for orders that each come once. */
function createCapBook(): CapBook {
  const used = new Map<string, number>();
  return {
    claim(accountId, wants) {
      const grants = decideGrants(wants, accountId, used, []);
      grants.forEach(({ grantedMinor }, index) => {
        for (const cap of wants[index]?.caps ?? []) {
          const key = capKey(cap, accountId);
          if (key !== null) used.set(key, (used.get(key) ?? 0) + grantedMinor);
        }
      });
      return grants.map(({ grantedMinor }) => grantedMinor);
    },
  };
}

function add<Key>(sums: Map<Key, Record<Side, number>>, key: Key, side: Side, minor: number): void {
  const sum = sums.get(key) ?? { live: 0, draft: 0 };
  sum[side] += minor;
  sums.set(key, sum);
}

function named({ live, draft }: Record<Side, number>): { liveMinor: number; draftMinor: number } {
  return { liveMinor: live, draftMinor: draft };
}

function rank(members: readonly TrialMember[], gain: (member: TrialMember) => number, shown: number) {
  const gaining = members.filter((member) => gain(member) > 0);
  const first = gaining.toSorted((a, b) => gain(b) - gain(a) || a.accountId - b.accountId).slice(0, shown);
  return { members: gaining.length, first };
}
