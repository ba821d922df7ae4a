import { createHash } from "node:crypto";

import { createMerkleTree } from "#core/proof";
import { expect, it } from "vitest";

const hash = (previousHex: string, content: string) =>
  createHash("sha256").update(previousHex, "hex").update(content).digest("hex");

/** The tree as RFC 6962 defines it: the left part is the largest power of two below the size. */
function rootOf(leaves: readonly string[]): string {
  if (leaves.length === 0) return hash("", "");
  if (leaves.length === 1) return hash("", `00${leaves[0]}`);
  const left = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return hash("", `01${rootOf(leaves.slice(0, left))}${rootOf(leaves.slice(left))}`);
}

it("comes to the root that the whole tree has, whatever the number of leaves", () => {
  for (let size = 0; size <= 70; size += 1) {
    const leaves = Array.from({ length: size }, (_, index) => `leaf ${index}`);
    const tree = createMerkleTree(hash);
    for (const leaf of leaves) tree.add(leaf);
    expect(tree.root(), `${size} leaves`).toBe(rootOf(leaves));
  }
});

it("has another root when two leaves change places", () => {
  const root = (...leaves: string[]) => {
    const tree = createMerkleTree(hash);
    for (const leaf of leaves) tree.add(leaf);
    return tree.root();
  };
  expect(root("a", "b", "c")).not.toBe(root("b", "a", "c"));
  expect(root("a", "b")).not.toBe(root("a", "b", "b"));
});
