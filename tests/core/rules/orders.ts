import { compileRules, evaluateRules, liftSimpleRule, noCaps, utcCalendar } from "#core/rules";
import type {
  Calendar,
  EarnRule,
  EarnRulesDocument,
  RuleLine,
  RuleOutcome,
  RuleSubject,
  TracedRule,
} from "#core/rules";

/** A document in which nothing earns; tests add what they are about. */
export const emptyDocument: EarnRulesDocument = {
  ...liftSimpleRule({
    kind: "perCurrencyUnit",
    enabled: true,
    creditsPerUnitMicros: 1_000_000,
    currency: "USD",
    rounding: "floor",
    expiresAfterDays: null,
  }),
  rules: [],
};

/** A rule that gives one credit per dollar of every line. */
export function earnRule(changes: Partial<EarnRule> & Pick<EarnRule, "id">): EarnRule {
  return {
    name: changes.id,
    enabled: true,
    window: { from: null, until: null },
    when: null,
    earns: { creditsPerUnitMicros: 1_000_000 },
    caps: { perOrderMinor: null, ...noCaps },
    ...changes,
  };
}

export const withRules = (rules: readonly EarnRule[], changes: Partial<EarnRulesDocument> = {}) => ({
  ...emptyDocument,
  rules,
  ...changes,
});

/** One unit for 10 dollars, of which all is kept. */
export function ruleLine(changes: Partial<RuleLine> = {}): RuleLine {
  return {
    lineId: "1",
    title: "Mug",
    quantity: 1,
    kept: { numerator: 1n, denominator: 1n },
    grossMinor: 1000,
    discountMinor: 0,
    taxMinor: 0,
    productId: "100",
    variantId: "110",
    sku: "MUG",
    vendor: "Acme",
    giftCard: false,
    tip: false,
    subscription: false,
    ...changes,
  };
}

/** An order of the given lines on a Saturday in November. */
export function ruleSubject(changes: Partial<RuleSubject> = {}): RuleSubject {
  return {
    orderId: "1",
    currency: "USD",
    currencyScale: 2,
    placedAt: "2026-11-21T12:00:00.000Z",
    channel: "web",
    orderTags: [],
    lines: [ruleLine()],
    shippingMinor: 0,
    shippingTaxMinor: 0,
    giftCardPaidMinor: 0,
    products: [],
    member: { customerTags: [], exigoCustomerType: null, exigoRank: null, orderIndex: null },
    ...changes,
  };
}

/** What the document's rules give for the order, in a program of whole credits. */
export function evaluate(
  document: EarnRulesDocument,
  changes: Partial<RuleSubject> = {},
  calendar: Calendar = utcCalendar,
): RuleOutcome {
  return evaluateRules(compileRules({ document, calendar }, { scale: 0 }), ruleSubject(changes));
}

/** What became of a rule. */
export function tracedRule(outcome: RuleOutcome, ruleId: string): TracedRule | undefined {
  return outcome.trace.rules.find((rule) => rule.ruleId === ruleId);
}
