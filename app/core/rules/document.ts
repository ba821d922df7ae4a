import type { Rounding } from "../units/index.ts";

/**
 * The earn rules of a program, all of them, as one document: what is stored, shown as a difference and rolled back.
 * Every field is written out, so that two documents differ where they mean something else. Amounts of credits end in
 * `Minor` (minor units of the program's unit), amounts of money too where they say so; null means no limit.
 */
export interface EarnRulesDocument {
  readonly schema: 1;
  /** The shop's currency; an order in another one earns nothing. */
  readonly currency: string;
  /** IANA name of the zone in which windows, days and months are meant. */
  readonly timeZone: string;
  /** The moment from which an order counts. */
  readonly award: "paid" | "fulfilled";
  /** Orders of Shopify's test gateways earn like others, so that a merchant can try the rules on their own store. */
  readonly testOrders: boolean;
  readonly base: Base;
  readonly rounding: Rounding;
  readonly overlap: Overlap;
  /** Lines that earn nothing, by the first exclusion that holds. */
  readonly exclusions: readonly Exclusion[];
  readonly rules: readonly EarnRule[];
  readonly limits: Limits;
  readonly actions: readonly ActionRule[];
  readonly system: SystemRules;
}

/** What of an order counts beside the price of its lines after discounts and before tax. */
export interface Base {
  readonly tax: boolean;
  /** Shipping after discounts; its tax, too, where tax counts. */
  readonly shipping: boolean;
  /** What discounts took off counts all the same. */
  readonly discountedPart: boolean;
  /** Lines that are gift cards. */
  readonly giftCardsBought: boolean;
  /** The part of the order that was paid with gift cards. */
  readonly paidWithGiftCards: boolean;
}

/**
 * What happens where several rules meet. On each line: the rule that gives most, all of them, or the first of the
 * document; among multipliers and among bonuses per order in the same way, each apart from the others. Caps and limits
 * come after: a rule that is the best and has reached its cap still keeps the others away.
 */
export type Overlap = "bestOf" | "sum" | "firstMatch";

export interface Exclusion {
  readonly id: string;
  readonly name: string;
  readonly when: Condition;
}

export interface EarnRule {
  /** Stays the same through all versions: caps are counted under it. */
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly window: Window;
  /** null: always. */
  readonly when: Condition | null;
  readonly earns: Effect;
  readonly caps: Caps & { readonly perOrderMinor: number | null };
}

/** Local times of the document's zone such as `2026-11-27T00:00`; null: open on that side. `until` is outside. */
export interface Window {
  readonly from: string | null;
  readonly until: string | null;
}

export type Effect =
  /** Millionths of a credit per unit of the currency, on the base of the lines that match. */
  | { readonly creditsPerUnitMicros: number }
  /** For each unit of a line that matches. */
  | { readonly creditsPerItemMinor: number }
  /** Once for an order with a line that matches; falls with what is kept of those lines. */
  | { readonly creditsPerOrderMinor: number }
  /** What other rules give for the lines that match, as a factor above 10,000 (20,000 doubles). */
  | { readonly multiplyBps: number };

/** Limits over several orders of one member; days and months are those of the document's zone. */
export interface Caps {
  readonly perMemberDayMinor: number | null;
  readonly perMemberMonthMinor: number | null;
  readonly perMemberMinor: number | null;
}

/** Limits over all rules together; the budgets hold over all members together. */
export interface Limits extends Caps {
  readonly perOrderMinor: number | null;
  readonly budgetMonthMinor: number | null;
  readonly budgetMinor: number | null;
}

/** What a member gets for something else than an order, such as a review. */
export interface ActionRule {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Name of the event that is told, such as `review` or one of the merchant's own. */
  readonly event: string;
  readonly creditsMinor: number;
  readonly caps: Caps;
}

/** The house's own rules, each with its switch. */
export interface SystemRules {
  readonly expiry: { readonly enabled: boolean; readonly days: number };
  readonly pending: {
    readonly enabled: boolean;
    /** Until so many days have passed, or until the order is fulfilled or paid. */
    readonly until: "days" | "fulfilled" | "paid";
    readonly days: number;
  };
  readonly signUp: { readonly enabled: boolean; readonly creditsMinor: number };
  /** Once a year. */
  readonly birthday: { readonly enabled: boolean; readonly creditsMinor: number };
  /** To win back who has not ordered for so many days; once until the next order. */
  readonly inactivity: {
    readonly enabled: boolean;
    readonly afterDays: number;
    readonly creditsMinor: number;
  };
}

/** Joined conditions; nothing in `all` holds, nothing in `any` does not. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | LineCondition
  | OrderCondition;

/** Asks about one line. Lists hold when one of their values does; names are compared without their case. */
export type LineCondition =
  | { readonly product: readonly string[] }
  | { readonly variant: readonly string[] }
  | { readonly sku: readonly string[] }
  | { readonly collection: readonly string[] }
  | { readonly productTag: readonly string[] }
  | { readonly productType: readonly string[] }
  | { readonly vendor: readonly string[] }
  /** Below its compare-at price when the order was first judged. */
  | { readonly onSale: boolean }
  | { readonly customItem: boolean }
  | { readonly subscription: boolean }
  | { readonly giftCard: boolean }
  | { readonly tip: boolean };

/** Asks about the whole order as it was placed, whatever was refunded since. */
export type OrderCondition =
  | { readonly customerTag: readonly string[] }
  | { readonly orderTag: readonly string[] }
  | { readonly channel: readonly string[] }
  | { readonly pointOfSale: boolean }
  /** The customer's first order, second, …; an order whose number is not known is none of them. */
  | { readonly nthOrder: readonly number[] }
  | { readonly firstOrder: boolean }
  /** What all lines cost together after discounts and before tax, in minor units of the currency, at least. */
  | { readonly orderMinimumMinor: number }
  | { readonly exigoCustomerType: readonly string[] }
  | { readonly exigoRank: readonly string[] };

/** No limit at all. */
export const noCaps: Caps = { perMemberDayMinor: null, perMemberMonthMinor: null, perMemberMinor: null };
