import type { SealedRows } from "./ports/sealed-rows.ts";

export interface ResealResult {
  readonly resealed: number;
  /** Rows that no key of the ring opens: they are of no use, and hold no key up. */
  readonly unopened: number;
}

/**
 * Seals everything anew that another key than the first one sealed, so that the others can be taken away. Safe beside
 * running processes and after it was cut off: what is sealed with the first key already is left alone.
 */
export async function resealSecrets(
  ports: { readonly sealedRows: SealedRows },
  onProgress: (result: ResealResult) => void = () => undefined,
): Promise<ResealResult> {
  let total: ResealResult = { resealed: 0, unopened: 0 };
  for (let cursor: string | null = null; ;) {
    const page = await ports.sealedRows.resealNext(cursor);
    total = { resealed: total.resealed + page.resealed, unopened: total.unopened + page.unopened };
    onProgress(total);
    if (page.cursor === null) return total;
    cursor = page.cursor;
  }
}
