import { addDays } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import { capsOf, programCaps } from "./caps.ts";
import type { CapWant } from "./caps.ts";
import { localDay } from "./calendar.ts";
import type { Caps, EarnRulesDocument } from "./document.ts";
import { noCaps } from "./document.ts";
import type { RuleVersion } from "./version.ts";

/** Something a member did or that came to pass for them, other than an order. */
export type MemberEvent =
  | { readonly kind: "sign_up"; readonly at: Instant }
  /** `at` is any moment of the birthday in the shop's zone. */
  | { readonly kind: "birthday"; readonly at: Instant }
  /** The member's newest order was placed `since`; of one who never ordered, when they became a member. */
  | { readonly kind: "inactivity"; readonly at: Instant; readonly since: Instant }
  /** `eventId` names this one event, such as the review; told twice it counts once. */
  | { readonly kind: "custom"; readonly at: Instant; readonly event: string; readonly eventId: string };

/** What a member is to get for an event, before caps over several events. */
export interface ActionOutcome {
  /** The rule of the document that gives it: an action's id, or the system rule's name. */
  readonly ruleId: string;
  /** Names the event among all of the program: the same event always has the same. */
  readonly subject: string;
  readonly creditsMinor: number;
  readonly wants: readonly CapWant[];
  /** What the credits came from, for the entry. */
  readonly trace: ActionTrace;
}

export interface ActionTrace {
  readonly ruleId: string;
  readonly event: MemberEvent["kind"] | string;
  readonly at: Instant;
  readonly creditsMinor: number;
}

/** Why an event gives nothing. */
export type ActionRefusal = "rule_off" | "no_rule" | "not_inactive_yet";

export type DecidedAction =
  | { readonly ok: true; readonly outcomes: readonly ActionOutcome[] }
  | { readonly ok: false; readonly reason: ActionRefusal };

interface Gift {
  readonly ruleId: string;
  readonly subject: string;
  readonly creditsMinor: number;
  readonly caps: Caps;
}

/**
 * What the rules give a member for an event. Each event has its own subject, so it counts once however often it is told:
 * sign-up once for a member, a birthday once a year, inactivity once until the next order, any other event once by its
 * own name. Several actions may answer one event, each with its own subject and caps. Pure.
 */
export function decideAction(
  { document, calendar }: Pick<RuleVersion, "document" | "calendar">,
  memberId: number,
  event: MemberEvent,
): DecidedAction {
  const member = `member/${memberId}`;
  const gifts = giftsFor(document, event, member, localDay(calendar, event.at));
  if ("reason" in gifts) return { ok: false, reason: gifts.reason };
  const ofProgram = programCaps(document.limits, calendar, event.at);
  const outcomes = gifts.map(({ ruleId, subject, creditsMinor, caps }): ActionOutcome => {
    const asked = [...capsOf(ruleId, caps, calendar, event.at), ...ofProgram];
    return {
      ...{ ruleId, subject, creditsMinor },
      wants: asked.length > 0 ? [{ ruleId, wantedMinor: creditsMinor, caps: asked }] : [],
      trace: {
        ruleId,
        event: event.kind === "custom" ? event.event : event.kind,
        at: event.at,
        creditsMinor,
      },
    };
  });
  return { ok: true, outcomes };
}

function giftsFor(
  document: EarnRulesDocument,
  event: MemberEvent,
  member: string,
  day: string,
): readonly Gift[] | { readonly reason: ActionRefusal } {
  const { signUp, birthday, inactivity } = document.system;
  const once = (ruleId: string, rule: typeof signUp, subject: string) =>
    rule.enabled
      ? [{ ruleId, subject, creditsMinor: rule.creditsMinor, caps: noCaps }]
      : { reason: "rule_off" as const };
  switch (event.kind) {
    case "sign_up":
      return once("sign-up", signUp, `${member}/sign-up`);
    case "birthday":
      return once("birthday", birthday, `${member}/birthday/${day.slice(0, 4)}`);
    case "inactivity":
      if (addDays(event.since, inactivity.afterDays) > event.at) return { reason: "not_inactive_yet" };
      return once("inactivity", inactivity, `${member}/inactivity/${event.since}`);
    case "custom":
      return giftsForCustom(document, event, member);
  }
}

function giftsForCustom(
  { actions }: EarnRulesDocument,
  { event, eventId }: Extract<MemberEvent, { kind: "custom" }>,
  member: string,
): readonly Gift[] | { readonly reason: ActionRefusal } {
  const answering = actions.filter((action) => action.event === event);
  const on = answering.filter((action) => action.enabled);
  if (on.length === 0) return { reason: answering.length > 0 ? "rule_off" : "no_rule" };
  return on.map(({ id, creditsMinor, caps }) => ({
    ...{ ruleId: id, creditsMinor, caps },
    subject: `${member}/action/${id}/${eventId}`,
  }));
}
