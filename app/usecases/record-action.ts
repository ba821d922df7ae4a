import type { EarnCommand } from "#core/ledger";
import { decideAction, versionInForce } from "#core/rules";
import type { ActionOutcome, ActionRefusal, MemberEvent, RuleVersion } from "#core/rules";
import { addDays } from "#core/units";

import type { Caps } from "./ports/caps.ts";
import type { EarnRules } from "./ports/earn-rules.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { MemberAccount, Members } from "./ports/members.ts";

export interface GiveForEventPorts {
  readonly members: Pick<Members, "findAccount">;
  readonly caps: Caps;
  readonly ledger: Ledger;
}

export interface RecordActionPorts extends GiveForEventPorts {
  readonly earnRules: Pick<EarnRules, "listVersions">;
}

export interface RecordActionInput {
  readonly programId: number;
  readonly memberId: number;
  readonly event: MemberEvent;
}

export type RecordActionRefusal =
  | { readonly code: "member_unknown" }
  | { readonly code: "no_earn_rules" }
  | { readonly code: "event_id_malformed"; readonly maxLength: number }
  /** Who signed up before the program had rules signed up for something else. */
  | { readonly code: "signed_up_before" }
  | { readonly code: ActionRefusal };

export type RecordActionResult =
  /**
   * `creditsMinor` is what the event gave; the same telling again is answered the same. Zero when a cap is reached, and
   * when the event was told before with another moment, which stays what it was (`counted_before`).
   */
  | {
      readonly ok: true;
      readonly creditsMinor: number;
      readonly outcome: "earned" | "counted_before" | "cap_reached";
    }
  | { readonly ok: false; readonly refusal: RecordActionRefusal };

/** Leaves room for the rest of a subject in the ledger's 128 characters. */
const EVENT_ID_LENGTH = 40;
const EVENT_ID = /^[\w.:-]+$/;

/**
 * Gives a member what the rules that were in force at the event's moment say for it: sign-up, birthday, inactivity, a
 * review or any event of the merchant's own. The event itself is the key, so telling it again changes nothing; caps are
 * claimed under the same key. Refused when the rule for it is off or there is none. Throws the ports' faults.
 */
export async function recordAction(
  ports: RecordActionPorts,
  input: RecordActionInput,
): Promise<RecordActionResult> {
  return giveForEvent(ports, input, await ports.earnRules.listVersions(input.programId));
}

/** {@link recordAction} by versions that the caller has read. */
export async function giveForEvent(
  ports: GiveForEventPorts,
  { programId, memberId, event }: RecordActionInput,
  versions: readonly RuleVersion[],
): Promise<RecordActionResult> {
  if (event.kind === "custom" && !(EVENT_ID.test(event.eventId) && event.eventId.length <= EVENT_ID_LENGTH))
    return refused({ code: "event_id_malformed", maxLength: EVENT_ID_LENGTH });
  const member = await ports.members.findAccount(programId, memberId);
  if (!member) return refused({ code: "member_unknown" });
  const version = versionInForce(versions, event.at);
  if (!version) return refused({ code: "no_earn_rules" });
  if (event.kind === "sign_up" && event.at < version.activeFrom) return refused({ code: "signed_up_before" });
  const decided = decideAction(version, memberId, event);
  if (!decided.ok) return refused({ code: decided.reason });
  const commands: EarnCommand[] = [];
  for (const outcome of decided.outcomes) {
    const targetMinor = await claimCaps(ports.caps, programId, member, outcome);
    if (targetMinor > 0) commands.push(actionCommand(member, version, outcome, targetMinor));
  }
  if (commands.length === 0) return { ok: true, creditsMinor: 0, outcome: "cap_reached" };
  const results = await ports.ledger.post(programId, commands);
  const posted = results.filter((result) => result.ok && result.outcome === "posted");
  const creditsMinor = results.reduce(
    (sum, result, index) => sum + (posted.includes(result) ? (commands[index]?.targetMinor ?? 0) : 0),
    0,
  );
  return { ok: true, creditsMinor, outcome: posted.length > 0 ? "earned" : "counted_before" };
}

async function claimCaps(
  caps: Caps,
  programId: number,
  { accountId }: MemberAccount,
  { subject, creditsMinor, wants }: ActionOutcome,
): Promise<number> {
  if (wants.length === 0) return creditsMinor;
  const [granted = 0] = await caps.claim(programId, { subject, accountId, revision: 1 }, wants);
  return granted;
}

function actionCommand(
  { accountId }: MemberAccount,
  { version, document }: RuleVersion,
  { ruleId, subject, trace }: ActionOutcome,
  targetMinor: number,
): EarnCommand {
  const { expiry } = document.system;
  return {
    kind: "earn",
    key: `${subject}/earn`,
    accountId,
    subject,
    subjectVersion: 1,
    targetMinor,
    effectiveAt: trace.at,
    availableFrom: null,
    expiresAt: expiry.enabled ? addDays(trace.at, expiry.days) : null,
    cause: { kind: "rule", ref: String(version) },
    reasonCode: ruleId.slice(0, 48),
    trace,
  };
}

function refused(refusal: RecordActionRefusal): RecordActionResult {
  return { ok: false, refusal };
}
