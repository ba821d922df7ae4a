import { canonicalJson } from "../units/index.ts";
import type { CheckpointHead } from "./rows.ts";

/** The hash of `content` behind `previousHex`, 64 hexadecimal digits or none, in hex. */
export type ChainHash = (previousHex: string, content: string) => string;

// Leaves and inner nodes are hashed apart, so that no node can be passed off as a leaf (RFC 6962).
const LEAF = "00";
const NODE = "01";

/**
 * Folds leaves into a Merkle root while they stream by; holds one hash per level. A level's odd last node moves up
 * as it is. The root of no leaves is the hash of nothing.
 */
export function createMerkleTree(hash: ChainHash) {
  const stack: { readonly height: number; readonly node: string }[] = [];
  const join = (left: string, right: string) => hash("", NODE + left + right);
  return {
    add(leaf: string): void {
      let top = { height: 0, node: hash("", LEAF + leaf) };
      for (let left = stack.at(-1); left?.height === top.height; left = stack.at(-1)) {
        stack.pop();
        top = { height: top.height + 1, node: join(left.node, top.node) };
      }
      stack.push(top);
    },
    root(): string {
      const [last, ...lefts] = stack.toReversed();
      return last ? lefts.reduce((node, left) => join(left.node, node), last.node) : hash("", "");
    },
  };
}

/** The leaf that stands for an account's heads. */
export function checkpointLeaf(head: CheckpointHead): string {
  const { accountId, entryCount, headHash, keyCount, keyHash } = head;
  return canonicalJson({ accountId, entryCount, headHash, keyCount, keyHash });
}
