import { assertMinor, multiplyRatio } from "../units/index.ts";
import { programCaps, capsOf } from "./caps.ts";
import type { Cap, CapWant } from "./caps.ts";
import type { CompiledRules } from "./compile-rules.ts";
import { orderContext } from "./context.ts";
import { exactText } from "./exact.ts";
import { matchRules } from "./match-rules.ts";
import { orderBase, traceBase } from "./order-base.ts";
import type { OrderBase } from "./order-base.ts";
import { shareCredits } from "./share-credits.ts";
import type { RuleShare, SharedCredits } from "./share-credits.ts";
import { traceShare } from "./trace-share.ts";
import type { RuleReason, RuleTrace } from "./trace.ts";
import type { RuleSubject } from "./types.ts";

/** What an order is to earn by the rules, with every step that led there. */
export interface RuleOutcome {
  /** In minor units of the program's unit, zero or more; caps over several orders are not in it yet. */
  readonly targetMinor: number;
  readonly reason: RuleReason;
  /** What caps over several orders must be asked for; empty: the target is final. */
  readonly wants: readonly CapWant[];
  /** What each matched rule gives before rounding and caps, in equal parts of a minor unit. */
  readonly shares: readonly { readonly ruleId: string; readonly parts: bigint }[];
  readonly trace: RuleTrace;
}

/**
 * Judges an order by a version's rules. Pure and exact: nothing is rounded before the end, and then once, for all rules
 * together; a rule with a cap of its own over several orders is rounded by itself, because whole credits are counted
 * against it. Conditions look at the order as it was placed, amounts at what of it is kept: the less is kept, the less
 * it earns, and where nothing is kept it earns exactly nothing, whatever the order of the refunds.
 * Throws an `AmountFault` when the credits are no safe whole number.
 */
export function evaluateRules(rules: CompiledRules, subject: RuleSubject): RuleOutcome {
  const order = orderContext(subject);
  const base = orderBase(rules, subject, order);
  const { matched, unmatched } = matchRules(rules, subject, order, base);
  const speaks = subject.currency === rules.document.currency;
  const shared = shareCredits(rules, base, speaks ? matched : []);
  const wants = wantsOf(rules, subject, shared);
  const roundedMinor = assertMinor(wants.reduce((sum, want) => sum + want.wantedMinor, 0));
  const targetMinor = Math.min(roundedMinor, rules.document.limits.perOrderMinor ?? roundedMinor);
  const total = shared.shares.reduce((sum, share) => sum + share.credits, 0n);
  const reason = speaks ? reasonOf(rules, base, shared, { total, targetMinor }) : "other_currency";
  const ofMatched = new Map(shared.shares.map((share) => [share.index, share]));
  return {
    ...{ targetMinor, reason },
    wants: rules.hasCaps ? wants : [],
    shares: shared.shares.map(({ compiled, credits }) => ({ ruleId: compiled.rule.id, parts: credits })),
    trace: {
      ...{ currency: subject.currency, currencyScale: subject.currencyScale, unitScale: rules.unitScale },
      overlap: rules.document.overlap,
      ...traceBase(base),
      rules: speaks
        ? rules.rules.flatMap((_, index) => {
            const share = ofMatched.get(index);
            return share ? traceShare(share, base, shared.parts) : (unmatched[index] ?? []);
          })
        : [],
      exact: exactText(total, shared.parts),
      rounding: rules.document.rounding,
      ...{ roundedMinor, perOrderLimitMinor: rules.document.limits.perOrderMinor, caps: [], targetMinor },
    },
  };
}

/** Rules without a cap of their own want together, the others each for itself; the program's caps hold for all. */
function wantsOf(rules: CompiledRules, subject: RuleSubject, { shares, parts }: SharedCredits): CapWant[] {
  const { limits, rounding } = rules.document;
  const ofOrder: Cap[] =
    limits.perOrderMinor === null
      ? []
      : [{ name: "perOrder", ruleId: null, period: null, limitMinor: limits.perOrderMinor }];
  const ofProgram = rules.hasCaps ? programCaps(limits, rules.calendar, subject.placedAt) : [];
  const want = (ruleId: string | null, some: readonly RuleShare[], own: readonly Cap[]): CapWant => ({
    ruleId,
    wantedMinor: roundCredits(some, parts, rounding),
    caps: [...ofOrder, ...own, ...ofProgram],
  });
  const capped = shares.filter(({ compiled }) => compiled.hasOwnCaps);
  return [
    want(
      null,
      shares.filter((share) => !capped.includes(share)),
      [],
    ),
    ...capped.map((share) => {
      const { id, caps } = share.compiled.rule;
      return want(id, [share], capsOf(id, caps, rules.calendar, subject.placedAt));
    }),
  ];
}

function roundCredits(
  shares: readonly RuleShare[],
  parts: bigint,
  rounding: CompiledRules["document"]["rounding"],
): number {
  return multiplyRatio(
    1,
    shares.reduce((sum, { credits }) => sum + credits, 0n),
    parts,
    rounding,
  );
}

/** Why an order earns what it earns; of several reasons for nothing the one that stands first on its way. */
function reasonOf(
  rules: CompiledRules,
  base: OrderBase,
  { shares }: SharedCredits,
  { total, targetMinor }: { total: bigint; targetMinor: number },
): RuleReason {
  if (targetMinor > 0) return "earned";
  if (total > 0n) return rules.document.limits.perOrderMinor === 0 ? "cap_reached" : "rounds_to_zero";
  if (!rules.rules.some(({ rule }) => rule.enabled)) return "rules_off";
  const kept = base.lines.filter((line) => line.kept > 0n);
  const shippingCounts = base.shipping !== null && base.shipping.base > 0n;
  if (kept.length === 0 && !shippingCounts) return "nothing_left";
  if (!shippingCounts && kept.every((line) => line.excludedBy !== null)) return "everything_excluded";
  const gives = shares.filter(({ compiled }) => compiled.effect.kind !== "multiplier");
  if (gives.length === 0) return "no_rule_matched";
  const isKept = ({ lines }: RuleShare): boolean =>
    lines.some((line) => (base.lines[line]?.kept ?? base.shipping?.base ?? 0n) > 0n);
  return gives.some(isKept) ? "nothing_counts" : "nothing_left";
}
