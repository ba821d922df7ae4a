/** One side's row of a comparison; rows come in the order of `exigoCustomerId`, each once. */
interface Ordered {
  readonly exigoCustomerId: number;
}

/** A customer as one or both sides know it. */
export interface Pair<Ours, Theirs> {
  readonly ours: Ours | null;
  readonly theirs: Theirs | null;
}

/**
 * Joins the beginnings of two ordered lists, as far as both reach: up to the smaller of their last rows, or to the end
 * of a list that has no more. Returns the pairs and how many rows of each were used.
 */
export function mergeBalances<Ours extends Ordered, Theirs extends Ordered>(
  ours: { readonly rows: readonly Ours[]; readonly hasMore: boolean },
  theirs: { readonly rows: readonly Theirs[]; readonly hasMore: boolean },
): { readonly pairs: Pair<Ours, Theirs>[]; readonly oursUsed: number; readonly theirsUsed: number } {
  const pairs: Pair<Ours, Theirs>[] = [];
  let oursUsed = 0;
  let theirsUsed = 0;
  for (;;) {
    const one = ours.rows[oursUsed];
    const other = theirs.rows[theirsUsed];
    if ((!one && ours.hasMore) || (!other && theirs.hasMore) || (!one && !other)) break;
    const oneId = one?.exigoCustomerId ?? Number.POSITIVE_INFINITY;
    const otherId = other?.exigoCustomerId ?? Number.POSITIVE_INFINITY;
    pairs.push({
      ours: oneId <= otherId ? (one ?? null) : null,
      theirs: otherId <= oneId ? (other ?? null) : null,
    });
    if (oneId <= otherId) oursUsed += 1;
    if (otherId <= oneId) theirsUsed += 1;
  }
  return { pairs, oursUsed, theirsUsed };
}
