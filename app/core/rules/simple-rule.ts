import { canonicalJson } from "../units/index.ts";
import type { Rounding } from "../units/index.ts";
import { noCaps } from "./document.ts";
import type { EarnRulesDocument } from "./document.ts";

/** The document of before: one rule for every order. Versions that were stored so stay readable for ever. */
export interface SimpleEarnRule {
  readonly kind: "perCurrencyUnit";
  readonly enabled: boolean;
  /** Millionths of a credit per unit of the currency. */
  readonly creditsPerUnitMicros: number;
  readonly currency: string;
  readonly rounding: Rounding;
  /** Days until the credits expire; null: never. */
  readonly expiresAfterDays: number | null;
}

/** What a document says where nobody has said otherwise yet. */
const DEFAULT_EXPIRY_DAYS = 365;

/**
 * The document that means what a simple rule means: the paid subtotal of every order, one rate, no cap. Gift cards
 * count when they are bought and when they are used, as they did.
 */
export function liftSimpleRule(simple: SimpleEarnRule, timeZone = "UTC"): EarnRulesDocument {
  const { enabled, creditsPerUnitMicros, currency, rounding, expiresAfterDays } = simple;
  return {
    schema: 1,
    currency,
    timeZone,
    award: "paid",
    testOrders: false,
    base: {
      tax: false,
      shipping: false,
      discountedPart: false,
      giftCardsBought: true,
      paidWithGiftCards: true,
    },
    rounding,
    overlap: "bestOf",
    exclusions: [],
    rules: [
      {
        id: "every-order",
        name: "Every order",
        enabled,
        window: { from: null, until: null },
        when: null,
        earns: { creditsPerUnitMicros },
        caps: { perOrderMinor: null, ...noCaps },
      },
    ],
    limits: { perOrderMinor: null, ...noCaps, budgetMonthMinor: null, budgetMinor: null },
    actions: [],
    system: {
      expiry: { enabled: expiresAfterDays !== null, days: expiresAfterDays ?? DEFAULT_EXPIRY_DAYS },
      pending: { enabled: false, until: "days", days: 14 },
      signUp: { enabled: false, creditsMinor: 0 },
      birthday: { enabled: false, creditsMinor: 0 },
      inactivity: { enabled: false, afterDays: 180, creditsMinor: 0 },
    },
  };
}

/**
 * The document of a simple rule that is written today: the money of a gift card earns once, when the card is used.
 * What the rules so far (null: there are none) say beside the rule stays.
 */
export function writeSimpleRule(simple: SimpleEarnRule, before: EarnRulesDocument | null): EarnRulesDocument {
  const { base, timeZone, ...document } = liftSimpleRule(simple, before?.timeZone);
  return { ...document, timeZone, base: { ...base, giftCardsBought: before?.base.giftCardsBought ?? false } };
}

/** A document of any age. */
type StoredRules = Omit<EarnRulesDocument, "testOrders"> & Partial<Pick<EarnRulesDocument, "testOrders">>;

/** A document as it was stored, in today's shape. */
export function readStoredRules(stored: StoredRules | SimpleEarnRule): EarnRulesDocument {
  // Documents of before the switch say nothing of test orders, which earned nothing.
  return "kind" in stored ? liftSimpleRule(stored) : { ...stored, testOrders: stored.testOrders ?? false };
}

/** The simple rule that a document means; null: it says more than a simple rule can. */
export function toSimpleRule(document: EarnRulesDocument): SimpleEarnRule | null {
  const [rule] = document.rules;
  if (!rule || !("creditsPerUnitMicros" in rule.earns)) return null;
  const { base, system } = document;
  const simple: SimpleEarnRule = {
    kind: "perCurrencyUnit",
    enabled: rule.enabled,
    creditsPerUnitMicros: rule.earns.creditsPerUnitMicros,
    currency: document.currency,
    rounding: document.rounding,
    expiresAfterDays: system.expiry.enabled ? system.expiry.days : null,
  };
  const lifted = liftSimpleRule(simple, document.timeZone);
  // The days of an expiry that is off, and whether gift cards count when they are bought, are no part of the rule.
  const same = {
    ...lifted,
    base: { ...lifted.base, giftCardsBought: base.giftCardsBought },
    system: { ...lifted.system, expiry: system.expiry },
  };
  return canonicalJson(same) === canonicalJson(document) ? simple : null;
}
