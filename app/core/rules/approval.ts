import { assertMinor } from "../units/index.ts";
import type { EarnRule, EarnRulesDocument } from "./document.ts";

/** Up to where an author's own word is enough; null: any amount. */
export interface ApprovalThreshold {
  /** Millionths of a credit per unit of the currency, all multipliers included. */
  readonly ratePerUnitMicros: number | null;
  /** Minor units of credits that one order, item or event gives beside the rate. */
  readonly creditsMinor: number | null;
}

/** The most that a document can give at a time, however many of its rules meet. */
export interface Generosity {
  readonly ratePerUnitMicros: number;
  readonly creditsMinor: number;
}

const BPS = 10_000n;

/** True when the document gives more than the threshold lets an author decide alone. */
export function needsApproval(document: EarnRulesDocument, threshold: ApprovalThreshold): boolean {
  const most = generosityOf(document);
  return (
    most.ratePerUnitMicros > (threshold.ratePerUnitMicros ?? Infinity) ||
    most.creditsMinor > (threshold.creditsMinor ?? Infinity)
  );
}

/**
 * What a document gives at most, as if every rule that is on matched one order at one moment. Caps are left out: they
 * limit what is lost, not how bold a rule is. Throws an `AmountFault` for a figure that is no safe whole number.
 */
export function generosityOf({ rules, overlap, actions, system }: EarnRulesDocument): Generosity {
  const on = rules.filter((rule) => rule.enabled);
  const together = (amounts: readonly number[]): bigint => {
    const whole = amounts.map(BigInt);
    if (overlap === "sum") return whole.reduce((sum, each) => sum + each, 0n);
    return whole.reduce((most, each) => (each > most ? each : most), 0n);
  };
  const factor = BPS + together(amountsOf(on, (rule) => read(rule, "multiplyBps") - Number(BPS)));
  const multiplied = (amount: bigint): number => assertMinor(Number((amount * factor + BPS - 1n) / BPS));
  const events = [
    ...actions.flatMap((action) => (action.enabled ? action.creditsMinor : [])),
    ...[system.signUp, system.birthday, system.inactivity].flatMap((each) =>
      each.enabled ? each.creditsMinor : [],
    ),
  ];
  return {
    ratePerUnitMicros: multiplied(together(amountsOf(on, (rule) => read(rule, "creditsPerUnitMicros")))),
    creditsMinor: Math.max(
      multiplied(together(amountsOf(on, (rule) => read(rule, "creditsPerItemMinor")))),
      assertMinor(Number(together(amountsOf(on, (rule) => read(rule, "creditsPerOrderMinor"))))),
      ...events,
    ),
  };
}

/** The rules' amounts of one kind; a rule of another kind has none. */
function amountsOf(rules: readonly EarnRule[], amount: (rule: EarnRule) => number): number[] {
  return rules.map(amount).filter((each) => each > 0);
}

function read({ earns }: EarnRule, name: string): number {
  return (earns as Readonly<Record<string, number>>)[name] ?? 0;
}
