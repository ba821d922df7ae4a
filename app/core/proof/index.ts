export { createAccountCheck } from "./check-account.ts";
export { checkpointLeaf, createMerkleTree } from "./merkle.ts";
export type { ChainHash } from "./merkle.ts";
export type {
  AccountRow,
  AccountStart,
  CheckpointHead,
  EntryRow,
  Finding,
  FindingCode,
  HistoryWindow,
  HoldRow,
  KeyRow,
  LotRow,
  MovementRow,
  PostingRow,
  SpentRunRow,
} from "./rows.ts";
export { splitByAccount } from "./split-by-account.ts";
