import type { Finding } from "#core/proof";
import { Fault } from "#core/units";

import type { CheckpointCopy, Checkpoints, LedgerHistory } from "./ports/ledger-proof.ts";
import type { HeldProof, ProofRun, ProofRuns, ProofTrouble } from "./ports/proof-runs.ts";
import { takeCheckpoint } from "./take-checkpoint.ts";
import { verifyLedger } from "./verify-ledger.ts";
import type { VerifyLedgerPorts } from "./verify-ledger.ts";

export interface ProveDueLedgersPorts extends VerifyLedgerPorts {
  readonly history: LedgerHistory;
  readonly checkpoints: Checkpoints;
  readonly proofRuns: Pick<ProofRuns, "findDue" | "claim" | "hold" | "finish" | "putOff">;
  /** Writes a checkpoint to a place outside the database; null: there is none. */
  readonly exportCheckpoint: ((copy: CheckpointCopy) => Promise<void>) | null;
  /** Told of a ledger that does not hold. */
  readonly onFinding: (programId: number, finding: Finding) => void;
  /** Told of a proof, or an export of a checkpoint, that failed. */
  readonly onFailure: (programId: number, trouble: ProofTrouble, failure: unknown) => void;
}

export interface ProveDueLedgersInput {
  /** Aborted: the proof under way is given up, and no further one is begun. */
  readonly signal: AbortSignal;
}

/** The process ends, or another one has taken the proof over. */
class ProofInterruptedFault extends Fault {
  readonly code = "proof_interrupted";
}

/** A proof that failed is tried again after this, twice as long after each further failure. */
const RETRY_SECONDS = 60;
const MOST_RETRY_SECONDS = 3_600;

/**
 * Proves the ledger of every program whose proof is due, one after the other. May run in any number of processes: a
 * program is proved by one of them at a time. A proof is begun again when its process died. Returns how many were
 * finished; throws the port's faults when what is due cannot be found.
 */
export async function proveDueLedgers(
  ports: ProveDueLedgersPorts,
  { signal }: ProveDueLedgersInput,
): Promise<number> {
  let finished = 0;
  for (const programId of await ports.proofRuns.findDue()) {
    if (signal.aborted) break;
    const run = await ports.proofRuns.claim(programId);
    if (run && (await proveClaimed(ports, run, signal))) finished += 1;
  }
  return finished;
}

async function proveClaimed(
  ports: ProveDueLedgersPorts,
  run: ProofRun,
  signal: AbortSignal,
): Promise<boolean> {
  const { proofRuns } = ports;
  try {
    const trouble = await proofRuns.hold(run, (held) => prove(ports, run, held, signal));
    return await proofRuns.finish(run, trouble);
  } catch (failure) {
    if (failure instanceof ProofInterruptedFault) {
      await proofRuns.putOff(run, { afterSeconds: 0, trouble: null });
      return false;
    }
    ports.onFailure(run.programId, "proof_failed", failure);
    const afterSeconds = Math.min(RETRY_SECONDS * 2 ** (run.attempt - 1), MOST_RETRY_SECONDS);
    await proofRuns.putOff(run, { afterSeconds, trouble: "proof_failed" });
    return false;
  }
}

/**
 * Verifies, and takes a checkpoint of a ledger that holds. One that does not hold keeps its last good checkpoint: a
 * new one would forget the heads that the finding is known by.
 */
async function prove(
  ports: ProveDueLedgersPorts,
  { programId }: ProofRun,
  held: HeldProof,
  signal: AbortSignal,
): Promise<ProofTrouble | null> {
  const { entries: entriesInAll } = await ports.history.measure(programId);
  const goOn = (): void => {
    if (signal.aborted || held.lost.aborted) throw new ProofInterruptedFault("the proof was given up");
  };
  const onProgress = ({ entries }: { entries: number }): void => {
    goOn();
    held.note({ entries, entriesInAll });
  };
  const { finding } = await verifyLedger(ports, { programId, onProgress });
  if (finding) {
    ports.onFinding(programId, finding);
    return null;
  }
  goOn();
  await takeCheckpoint(ports, programId);
  return exportNewest(ports, programId);
}

/** The proof stands without the export, which is told and tried again with the next checkpoint. */
async function exportNewest(ports: ProveDueLedgersPorts, programId: number): Promise<ProofTrouble | null> {
  if (!ports.exportCheckpoint) return null;
  try {
    const copy = await ports.checkpoints.findNewest(programId);
    if (copy) await ports.exportCheckpoint(copy);
    return null;
  } catch (failure) {
    ports.onFailure(programId, "checkpoint_not_exported", failure);
    return "checkpoint_not_exported";
  }
}
