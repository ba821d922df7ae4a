import { checkpointLeaf, createMerkleTree } from "#core/proof";
import type { ChainHash, CheckpointHead } from "#core/proof";

import type { Checkpoint, Checkpoints } from "./ports/ledger-proof.ts";

/**
 * Takes a checkpoint of a program: a Merkle root over the heads of all its accounts. Verify first: a checkpoint says
 * what was there, not that it was right.
 */
export function takeCheckpoint(
  ports: { readonly checkpoints: Pick<Checkpoints, "take">; readonly hash: ChainHash },
  programId: number,
): Promise<Checkpoint> {
  const tree = createMerkleTree(ports.hash);
  const add = (head: CheckpointHead): void => tree.add(checkpointLeaf(head));
  return ports.checkpoints.take(programId, { add, root: () => tree.root() });
}
