import { addMilliseconds } from "../units/index.ts";
import type { CaptureHoldCommand, ExpireHoldCommand, PlaceHoldCommand, VoidHoldCommand } from "./commands.ts";
import { giveBack, spend, spendable } from "./credits.ts";
import { draftEntry, posted, refused } from "./draft.ts";
import type { Decision, DecisionContext } from "./draft.ts";
import { stretchOf } from "./lots.ts";
import { refusalOfAmount } from "./refusal-of-amount.ts";
import type { AccountState, Hold, Refusal } from "./types.ts";

type EndHoldCommand = CaptureHoldCommand | VoidHoldCommand | ExpireHoldCommand;

/** Sets credits aside with the lots they come from; the hold's time counts from the database's now. */
export function decidePlaceHold(
  state: AccountState,
  command: PlaceHoldCommand,
  context: DecisionContext,
): Decision {
  const { amountMinor } = command;
  const refusal = refusalOfAmount(amountMinor);
  if (refusal) return refused(refusal);
  const availableMinor = spendable(state, context.now);
  if (amountMinor > availableMinor) {
    return refused({ code: "not_enough_credits", availableMinor, requestedMinor: amountMinor });
  }
  const taken = spend(state, amountMinor, context.now);
  const hold: Hold = {
    key: command.key,
    entrySeq: state.entryCount + 1,
    amountMinor,
    taken: taken.movements,
    expiresAt: addMilliseconds(context.now, command.ttlMs),
    state: "open",
    endedSeq: null,
  };
  const head = { command, kind: command.kind, key: command.key, subject: null, bookedAt: context.now };
  const buckets = { available: -amountMinor, held: amountMinor };
  return posted(draftEntry(state, head, { buckets, purposes: {}, ...taken, newLots: [], hold }));
}

/** Spends what is held, soonest expiry first, and gives the rest back to its lots. */
export function decideCaptureHold(
  state: AccountState,
  command: CaptureHoldCommand,
  context: DecisionContext,
): Decision {
  const hold = openHold(state, command);
  if ("code" in hold) return refused(hold);
  const amountMinor = command.amountMinor ?? hold.amountMinor;
  const refusal = refusalOfAmount(amountMinor);
  if (refusal) return refused(refusal);
  if (amountMinor > hold.amountMinor) {
    return refused({ code: "more_than_held", heldMinor: hold.amountMinor, requestedMinor: amountMinor });
  }
  return endHold(state, command, context, hold, amountMinor, "captured");
}

/** Gives everything back. */
export function decideVoidHold(
  state: AccountState,
  command: VoidHoldCommand,
  context: DecisionContext,
): Decision {
  const hold = openHold(state, command);
  return "code" in hold ? refused(hold) : endHold(state, command, context, hold, 0, "voided");
}

/** Gives everything back, once the hold's time is over. */
export function decideExpireHold(
  state: AccountState,
  command: ExpireHoldCommand,
  context: DecisionContext,
): Decision {
  const hold = openHold(state, command);
  if ("code" in hold) return refused(hold);
  if (hold.expiresAt > context.now) return refused({ code: "not_due", dueAt: hold.expiresAt });
  return endHold(state, command, context, hold, 0, "expired");
}

function endHold(
  state: AccountState,
  command: EndHoldCommand,
  context: DecisionContext,
  hold: Hold,
  spentMinor: number,
  as: "captured" | "voided" | "expired",
): Decision {
  const restMinor = hold.amountMinor - spentMinor;
  const back = giveBack(state, restMinor, stretchOf(hold.taken, spentMinor, restMinor), context);
  const head = { command, kind: command.kind, key: command.key, subject: null, bookedAt: context.now };
  return posted(
    draftEntry(state, head, {
      buckets: { available: back.availableMinor, held: -hold.amountMinor },
      purposes: { redeemed: spentMinor, expired: back.expiredMinor },
      lots: back.lots,
      movements: back.movements,
      newLots: back.newLots,
      hold: { ...hold, state: as, endedSeq: state.entryCount + 1 },
    }),
  );
}

function openHold(state: AccountState, command: EndHoldCommand): Hold | Refusal {
  const hold = state.holds.get(command.holdKey);
  if (!hold) return { code: "hold_unknown", holdKey: command.holdKey };
  return hold.state === "open" ? hold : { code: "hold_ended", holdKey: hold.key, as: hold.state };
}
