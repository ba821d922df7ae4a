import { Fault } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import { localDay, localMonth } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";
import type { Caps, Limits } from "./document.ts";

export type CapName = "perOrder" | "perMemberDay" | "perMemberMonth" | "perMember" | "budgetMonth" | "budget";

/** A cap that a want is asked against. */
export interface Cap {
  readonly name: CapName;
  /** The rule or action whose cap it is; null: the program's. */
  readonly ruleId: string | null;
  /** The day or month that it is counted in, such as `2026-11`; null: it counts for ever. */
  readonly period: string | null;
  readonly limitMinor: number;
}

/** Credits that an order wants and that caps may lower. */
export interface CapWant {
  /** The rule or action that gives them; null: all rules without a cap of their own together. */
  readonly ruleId: string | null;
  readonly wantedMinor: number;
  readonly caps: readonly Cap[];
}

/** What was wanted and granted for one want, as it is kept until the next claim. */
export interface CapGrant {
  readonly ruleId: string | null;
  readonly wantedMinor: number;
  readonly grantedMinor: number;
  /** Keys of the counters that hold the grant. */
  readonly keys: readonly string[];
}

/** Grants that do not answer the wants they are applied to. */
export class CapFault extends Fault {
  readonly code = "cap_grants_mismatch";
}

/** The caps of a rule or an action that count over several orders, at an instant; empty: it has none. */
export function capsOf(ruleId: string | null, caps: Caps, calendar: Calendar, at: Instant): Cap[] {
  const { perMemberDayMinor: day, perMemberMonthMinor: month, perMemberMinor: ever } = caps;
  return [
    ...(day === null
      ? []
      : [{ name: "perMemberDay" as const, ruleId, period: localDay(calendar, at), limitMinor: day }]),
    ...(month === null
      ? []
      : [{ name: "perMemberMonth" as const, ruleId, period: localMonth(calendar, at), limitMinor: month }]),
    ...(ever === null ? [] : [{ name: "perMember" as const, ruleId, period: null, limitMinor: ever }]),
  ];
}

/** The program's caps and budgets that count over several orders, at an instant. */
export function programCaps(limits: Limits, calendar: Calendar, at: Instant): Cap[] {
  const { budgetMonthMinor: month, budgetMinor: ever } = limits;
  const program = { ruleId: null };
  return [
    ...capsOf(null, limits, calendar, at),
    ...(month === null
      ? []
      : [
          {
            ...program,
            name: "budgetMonth" as const,
            period: localMonth(calendar, at),
            limitMinor: month,
          },
        ]),
    ...(ever === null ? [] : [{ ...program, name: "budget" as const, period: null, limitMinor: ever }]),
  ];
}

/**
 * Names the counter of a cap for an account; null: the cap counts within one order and needs no counter. A budget has
 * one counter for all members.
 */
export function capKey(cap: Cap, accountId: number): string | null {
  if (cap.name === "perOrder") return null;
  const whose = cap.name === "budget" || cap.name === "budgetMonth" ? "all" : `account/${accountId}`;
  const what = cap.ruleId === null ? "program" : `rule/${cap.ruleId}`;
  return `${what}/${whose}/${cap.period ?? "ever"}`;
}

/**
 * Decides what each want gets. `used` are the counters' credits without those of this order (none: 0); `before` is
 * what the order was granted last time. A grant falls with its want and grows only by what the want has grown, so the
 * same wants always get the same answer, whatever others did in between, and nothing that was granted is lost because
 * a limit was lowered since. Wants are served in their order.
 */
export function decideGrants(
  wants: readonly CapWant[],
  accountId: number,
  used: ReadonlyMap<string, number>,
  before: readonly CapGrant[],
): CapGrant[] {
  const now = new Map(used);
  const taken = new Map<CapName, number>();
  return wants.map((want) => {
    const { ruleId, wantedMinor } = want;
    const earlier = before.find((grant) => grant.ruleId === ruleId);
    const kept = Math.min(earlier?.grantedMinor ?? 0, wantedMinor);
    const grown = Math.max(wantedMinor - (earlier?.wantedMinor ?? 0), 0);
    const free = want.caps.map((cap) => {
      const key = capKey(cap, accountId);
      const use = key === null ? (taken.get(cap.name) ?? 0) : (now.get(key) ?? 0);
      return { cap, key, left: cap.limitMinor - use };
    });
    const left = Math.min(wantedMinor, ...free.map((each) => each.left));
    const withinOrder = Math.min(kept, ...free.flatMap(({ key, left }) => (key === null ? [left] : [])));
    const grantedMinor = Math.max(withinOrder, Math.min(kept + grown, left), 0);
    for (const { cap, key } of free) {
      if (key === null) taken.set(cap.name, (taken.get(cap.name) ?? 0) + grantedMinor);
      else now.set(key, (now.get(key) ?? 0) + grantedMinor);
    }
    return { ruleId, wantedMinor, grantedMinor, keys: free.flatMap(({ key }) => key ?? []) };
  });
}
