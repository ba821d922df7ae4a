export type {
  AccountState,
  AdjustCommand,
  AdoptExigoMovementCommand,
  Book,
  Bucket,
  Cause,
  Command,
  DebtPolicy,
  EarnCommand,
  EntryDraft,
  Lot,
  LotMovement,
  LotRef,
  Posting,
  PostResult,
  Purpose,
  Refusal,
  ReverseCommand,
  ReversibleEntry,
  SubjectPosition,
} from "./types.ts";
export { commandContent, entryContent } from "./canonical.ts";
export { decide } from "./decide.ts";
export type { DecisionContext } from "./decide.ts";
export { LedgerFault } from "./draft.ts";
export type { Decision } from "./draft.ts";
export { decideBatch } from "./decide-batch.ts";
export type { BatchDecision, BatchState, DecidedKey, UsedKey } from "./decide-batch.ts";
