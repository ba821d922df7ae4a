import { checkpointLeaf, createAccountCheck, createMerkleTree } from "#core/proof";
import type { ChainHash, CheckpointHead, Finding } from "#core/proof";
import type { Instant } from "#core/units";

import { createHeadCursor } from "./checkpoint-heads.ts";
import type { HeadCursor } from "./checkpoint-heads.ts";
import type {
  Checkpoint,
  CheckpointCopy,
  Checkpoints,
  LedgerHistory,
  Verification,
  Verifications,
} from "./ports/ledger-proof.ts";

export interface VerifyLedgerPorts {
  readonly history: LedgerHistory;
  readonly checkpoints: Pick<Checkpoints, "findNewest">;
  readonly verifications: Pick<Verifications, "now" | "save">;
  readonly hash: ChainHash;
}

export interface VerifyLedgerInput {
  readonly programId: number;
  /** Totals are those of this instant by booking; null: of now. Everything is proved in any case. */
  readonly asOf?: Instant | null;
  /** A copy of a checkpoint from outside the database. */
  readonly outside?: CheckpointCopy | null;
  /** Told after each stretch of an account; what it throws ends the verification without a result. */
  readonly onProgress?: (done: { accounts: number; entries: number }) => void;
}

/** The verification, and what the program's members held; amounts in minor units. */
export interface VerifiedLedger extends Verification {
  readonly availableMinor: number;
  readonly pendingMinor: number;
  readonly heldMinor: number;
}

interface Tally {
  accounts: number;
  entries: number;
  broken: number;
  finding: Finding | null;
  readonly totals: { available: number; pending: number; held: number };
}

/**
 * Proves a program's ledger from its postings: sums, balances, lots, holds, keys, both chains of every account, and
 * what checkpoints saw. Reads one account after the other and goes on after a finding, so that the broken accounts are
 * counted; the first finding is named. The result is kept as the program's last verification.
 */
export async function verifyLedger(
  ports: VerifyLedgerPorts,
  input: VerifyLedgerInput,
): Promise<VerifiedLedger> {
  const { programId } = input;
  const startedAt = await ports.verifications.now();
  const newest = await ports.checkpoints.findNewest(programId);
  const copies = [newest, input.outside ?? null].filter((copy) => copy !== null);
  const cursors = copies.map((copy) => createHeadCursor(copy, createMerkleTree(ports.hash), checkpointLeaf));
  const tally = await proveAccounts(ports, input, cursors);
  for (const cursor of cursors) {
    const { left, holds } = await cursor.end();
    const isOutside = cursor.checkpoint !== newest?.checkpoint;
    if (!isOutside && (await wasReplaced(ports, cursor.checkpoint))) continue;
    note(tally, left && missing(left));
    if (!holds) note(tally, brokenRoot(cursor.checkpoint.number));
  }
  note(tally, await ports.history.findBetweenAccounts(programId));
  const { accounts, entries, broken, finding, totals } = tally;
  const finishedAt = await ports.verifications.now();
  const ok = finding === null;
  const result = { programId, startedAt, finishedAt, ok, accounts, entries, broken, finding };
  await ports.verifications.save(result);
  return {
    ...result,
    availableMinor: totals.available,
    pendingMinor: totals.pending,
    heldMinor: totals.held,
  };
}

/** A checkpoint taken meanwhile forgets the heads of the one that was being read. */
async function wasReplaced(
  { checkpoints }: VerifyLedgerPorts,
  { programId, number }: Checkpoint,
): Promise<boolean> {
  return (await checkpoints.findNewest(programId))?.checkpoint.number !== number;
}

async function proveAccounts(
  ports: VerifyLedgerPorts,
  { programId, asOf = null, onProgress }: VerifyLedgerInput,
  cursors: readonly HeadCursor[],
): Promise<Tally> {
  const totals = { available: 0, pending: 0, held: 0 };
  const tally: Tally = { accounts: 0, entries: 0, broken: 0, finding: null, totals };
  for await (const { start, windows } of ports.history.readAccounts(programId)) {
    const checkpoints: CheckpointHead[] = [];
    for (const cursor of cursors) {
      const { head, skipped } = await cursor.upTo(start.accountId);
      note(tally, skipped && missing(skipped));
      if (head) checkpoints.push(head);
    }
    const check = createAccountCheck(start, { programId, hash: ports.hash, checkpoints, asOf });
    for await (const window of windows) {
      check.add(window);
      onProgress?.({ accounts: tally.accounts, entries: tally.entries + check.entries });
      if (check.isBroken) break;
    }
    const { finding, entries, balancesMinor } = check.end();
    note(tally, finding);
    tally.accounts += 1;
    tally.entries += entries;
    for (const bucket of ["available", "pending", "held"] as const) totals[bucket] += balancesMinor[bucket];
  }
  return tally;
}

function note(tally: Tally, finding: Finding | null): void {
  if (!finding) return;
  tally.finding ??= finding;
  tally.broken += 1;
}

function missing({ accountId, entryCount }: CheckpointHead): Finding {
  const detail = `a checkpoint knows ${entryCount} entries of an account that is not there`;
  return { code: "history_rewritten", accountId, seq: null, detail };
}

function brokenRoot(number: number): Finding {
  const detail = `the heads of checkpoint ${number} do not lead to its root`;
  return { code: "checkpoint_broken", accountId: null, seq: null, detail };
}
