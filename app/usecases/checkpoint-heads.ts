import type { CheckpointHead } from "#core/proof";

import type { Checkpoint, CheckpointCopy } from "./ports/ledger-proof.ts";

/** Walks through the heads of a checkpoint beside the accounts that are being proved. */
export interface HeadCursor {
  readonly checkpoint: Checkpoint;
  /** The account's head, and the first head of an account that was passed over; null: none. */
  upTo(accountId: number): Promise<{ head: CheckpointHead | null; skipped: CheckpointHead | null }>;
  /** Whether all heads lead to the checkpoint's root, and the first that was never asked for. */
  end(): Promise<{ holds: boolean; left: CheckpointHead | null }>;
}

/** Reads each head once and folds it into `tree`; both sides are in the order of accounts. */
export function createHeadCursor(
  { checkpoint, heads }: CheckpointCopy,
  tree: { add(leaf: string): void; root(): string },
  leafOf: (head: CheckpointHead) => string,
): HeadCursor {
  const iterator = heads[Symbol.asyncIterator]();
  let next: CheckpointHead | null = null;
  let count = 0;

  async function advance(): Promise<void> {
    const { done, value } = await iterator.next();
    next = done ? null : (value as CheckpointHead);
    if (!next) return;
    tree.add(leafOf(next));
    count += 1;
  }

  async function passOver(below: number): Promise<CheckpointHead | null> {
    let skipped: CheckpointHead | null = null;
    if (count === 0) await advance();
    while (next && next.accountId < below) {
      skipped ??= next;
      await advance();
    }
    return skipped;
  }

  return {
    checkpoint,
    async upTo(accountId) {
      const skipped = await passOver(accountId);
      if (next?.accountId !== accountId) return { head: null, skipped };
      const head = next;
      await advance();
      return { head, skipped };
    },
    async end() {
      const left = await passOver(Infinity);
      return { holds: tree.root() === checkpoint.root && count === checkpoint.accounts, left };
    },
  };
}
