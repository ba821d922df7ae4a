import { LedgerFault } from "#core/ledger";
import { birthdayLooks, localDay, signUpsCountFrom, versionInForce } from "#core/rules";
import type { RuleVersion } from "#core/rules";
import { addDays, AmountFault } from "#core/units";
import type { Instant } from "#core/units";

import type { EarnRules } from "./ports/earn-rules.ts";
import type { SystemActions } from "./ports/system-actions.ts";
import { recordSystemAction } from "./record-system-action.ts";
import type { RecordSystemActionInput, RecordSystemActionPorts } from "./record-system-action.ts";
import { workThrough } from "./work-through.ts";

export interface GiveSystemActionsPorts extends RecordSystemActionPorts {
  readonly systemActions: SystemActions;
  readonly earnRules: Pick<EarnRules, "listVersions">;
  /** Told of a member whose account breaks a rule; the others go on without it. */
  readonly onBrokenMember: (member: { programId: number; memberId: number }, failure: unknown) => void;
}

export interface GiveSystemActionsInput {
  /** Members of each kind that a program's turn looks at. */
  readonly limit: number;
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/** For so many days a worker that stood still finds what it missed. */
const DAYS_BACK = 6;

/** One program's turn, and what its run knows. */
interface Turn {
  readonly programId: number;
  readonly now: Instant;
  readonly versions: readonly RuleVersion[];
  readonly inForce: RuleVersion;
  /** Members with whom nothing could be done in this run. */
  readonly leftOut: Set<number>;
  readonly input: GiveSystemActionsInput;
}

/**
 * Looks for sign-ups, birthdays and members who have not ordered for long, and gives what the rules in force say. Every
 * program has its turn before one has its second. Safe to cut off at any point and to run twice at once. Returns how
 * many occasions were looked at. Throws the ports' faults.
 */
export async function giveSystemActions(
  ports: GiveSystemActionsPorts,
  input: GiveSystemActionsInput,
): Promise<number> {
  const leftOut = new Map<number, Set<number>>();
  let waiting = await ports.systemActions.findPrograms();
  let total = 0;
  while (waiting.length > 0) {
    const again: number[] = [];
    for (const programId of waiting) {
      if (input.signal.aborted) return total;
      const members = leftOut.get(programId) ?? new Set();
      leftOut.set(programId, members);
      const { looked, hasMore } = await takeTurn(ports, programId, members, input);
      total += looked;
      if (hasMore) again.push(programId);
    }
    waiting = again;
  }
  return total;
}

async function takeTurn(
  ports: GiveSystemActionsPorts,
  programId: number,
  leftOut: Set<number>,
  input: GiveSystemActionsInput,
): Promise<{ looked: number; hasMore: boolean }> {
  const versions = await ports.earnRules.listVersions(programId);
  const now = await ports.systemActions.now();
  const inForce = versionInForce(versions, now);
  if (!inForce) return { looked: 0, hasMore: false };
  const turn: Turn = { programId, now, versions, inForce, leftOut, input };
  const { birthday, inactivity } = inForce.document.system;
  const signUps = await giveForSignUps(ports, turn);
  const birthdays = birthday.enabled ? await giveForBirthdays(ports, turn) : 0;
  const walk = inactivity.enabled ? await walkOn(ports, turn) : { looked: 0, hasMore: false };
  return {
    looked: signUps + birthdays + walk.looked,
    hasMore: signUps === input.limit || birthdays >= input.limit || walk.hasMore,
  };
}

async function giveForSignUps(ports: GiveSystemActionsPorts, turn: Turn): Promise<number> {
  const { programId, now, versions, leftOut, input } = turn;
  const from = signUpsCountFrom(versions);
  if (from === null || from > now) return 0;
  const earliest = addDays(now, -DAYS_BACK);
  const found = await ports.systemActions.findSignUps(programId, {
    from: from > earliest ? from : earliest,
    limit: input.limit,
    exceptMemberIds: [...leftOut],
  });
  return giveAll(
    ports,
    turn,
    found.map(({ memberId, since }) => ({
      ...{ programId, memberId, occasion: "once" },
      event: { kind: "sign_up", at: since },
    })),
  );
}

async function giveForBirthdays(ports: GiveSystemActionsPorts, turn: Turn): Promise<number> {
  const { programId, now, inForce, leftOut, input } = turn;
  let looked = 0;
  for (const look of birthdayLooks(inForce.calendar, now, DAYS_BACK)) {
    const query = { limit: input.limit, exceptMemberIds: [...leftOut] };
    const memberIds = await ports.systemActions.findBirthdays(programId, look, query);
    looked += await giveAll(
      ports,
      turn,
      memberIds.map((memberId) => ({
        ...{ programId, memberId, occasion: look.occasion },
        event: { kind: "birthday", at: look.at },
      })),
    );
  }
  return looked;
}

/** Once a day all members are looked at, a page in each turn. */
async function walkOn(
  ports: GiveSystemActionsPorts,
  turn: Turn,
): Promise<{ looked: number; hasMore: boolean }> {
  const { programId, now, inForce, input } = turn;
  const day = localDay(inForce.calendar, now);
  const afterMemberId = await ports.systemActions.findWalk(programId, day);
  if (afterMemberId === null) return { looked: 0, hasMore: false };
  const notSince = addDays(now, -inForce.document.system.inactivity.afterDays);
  const page = await ports.systemActions.findInactive(programId, {
    ...{ afterMemberId, notSince, limit: input.limit },
  });
  const looked = await giveAll(
    ports,
    turn,
    page.members.map(({ memberId, since }) => ({
      ...{ programId, memberId, occasion: since },
      event: { kind: "inactivity", at: now, since },
    })),
  );
  // Cut off within the page, the walk stays before it.
  if (!input.signal.aborted) await ports.systemActions.moveWalk(programId, day, page.lastMemberId);
  return { looked, hasMore: page.lastMemberId !== null };
}

async function giveAll(
  ports: GiveSystemActionsPorts,
  { versions, leftOut, input }: Turn,
  occasions: readonly RecordSystemActionInput[],
): Promise<number> {
  await workThrough(occasions, input, async (occasion) => {
    const { programId, memberId } = occasion;
    try {
      const outcome = await recordSystemAction(ports, occasion, versions);
      if (outcome === null) leftOut.add(memberId);
      return outcome;
    } catch (failure) {
      if (!(failure instanceof LedgerFault || failure instanceof AmountFault)) throw failure;
      ports.onBrokenMember({ programId, memberId }, failure);
      leftOut.add(memberId);
      return null;
    }
  });
  return occasions.length;
}
