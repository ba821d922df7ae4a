import type { Command, SingleCommand } from "./commands.ts";
import { decideAdjust, decideAdopt, decideExpireLots, decideOpen, decideWriteOff } from "./decide-amount.ts";
import { decideEarn, decideMature } from "./decide-earning.ts";
import { decideCaptureHold, decideExpireHold, decidePlaceHold, decideVoidHold } from "./decide-hold.ts";
import { decideReverse } from "./decide-reverse.ts";
import { decidePair } from "./decide-transfer.ts";
import { refused } from "./draft.ts";
import type { Decision, DecisionContext } from "./draft.ts";
import type { AccountState } from "./types.ts";

/**
 * Decides one command against the locked state of its accounts, in memory. A refusal changes nothing.
 * Throws a `LedgerFault` when a state itself breaks a rule.
 */
export function decide(
  accounts: ReadonlyMap<number, AccountState>,
  command: Command,
  context: DecisionContext,
): Decision {
  const state = accounts.get(command.accountId);
  if (!state) return refused({ code: "account_unknown", accountId: command.accountId });
  if (!("toAccountId" in command)) return decideSingle(state, command, context);
  const to = accounts.get(command.toAccountId);
  if (!to) return refused({ code: "account_unknown", accountId: command.toAccountId });
  return decidePair(state, to, command, context);
}

function decideSingle(state: AccountState, command: SingleCommand, context: DecisionContext): Decision {
  switch (command.kind) {
    case "earn":
      return decideEarn(state, command, context);
    case "mature":
      return decideMature(state, command, context);
    case "adjust":
      return decideAdjust(state, command, context);
    case "placeHold":
      return decidePlaceHold(state, command, context);
    case "captureHold":
      return decideCaptureHold(state, command, context);
    case "voidHold":
      return decideVoidHold(state, command, context);
    case "expireHold":
      return decideExpireHold(state, command, context);
    case "expireLots":
      return decideExpireLots(state, command, context);
    case "reverse":
      return decideReverse(state, command, context);
    case "open":
      return decideOpen(state, command, context);
    case "adoptExigoMovement":
      return decideAdopt(state, command, context);
    case "writeOffDebt":
      return decideWriteOff(state, command, context);
  }
}
