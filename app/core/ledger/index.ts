export { commandContent, entryContent, genesisContent, keyContent, NO_HASH } from "./canonical.ts";
export type { KeyRecord } from "./canonical.ts";
export type {
  AdjustCommand,
  AdoptExigoMovementCommand,
  CaptureHoldCommand,
  Command,
  EarnCommand,
  ExpireHoldCommand,
  ExpireLotsCommand,
  MatureCommand,
  MergeAccountsCommand,
  OpenCommand,
  PlaceHoldCommand,
  ReturnTransferCommand,
  ReverseCommand,
  TransferCommand,
  VoidHoldCommand,
  WriteOffDebtCommand,
} from "./commands.ts";
export { decideBatch } from "./decide-batch.ts";
export type { BatchDecision, BatchState, DecidedKey, UsedKey } from "./decide-batch.ts";
export { keyOfOtherEnd, keysOf } from "./decide-transfer.ts";
export { LedgerFault } from "./draft.ts";
export { bySoonestExpiry, remainingIn, stretchOf } from "./lots.ts";
export { coversSoonest, lotsNeededBy } from "./lots-needed.ts";
export type { LotsNeeded } from "./lots-needed.ts";
export { PURPOSE_OF } from "./reversible.ts";
export type {
  AccountState,
  Book,
  Bucket,
  BucketBalances,
  Cause,
  DebtPolicy,
  EntryDraft,
  EntryKind,
  Hold,
  Lot,
  LotMovement,
  LotRef,
  Posting,
  PostResult,
  Purpose,
  Refusal,
  ReversibleEntry,
  SubjectPosition,
} from "./types.ts";
