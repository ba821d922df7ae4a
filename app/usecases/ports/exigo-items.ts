import type { ItemFacts } from "#core/catalog";

/** Exigo's items as they were read last, so that a SKU can be compared and a person can choose. */
export interface ExigoItems {
  /** Keeps what Exigo said; returns the codes that are new or say something else than before. */
  keep(programId: number, items: readonly ItemFacts[]): Promise<readonly string[]>;
  /** Items whose code equals one of these without regard to case. */
  findAlike(programId: number, codes: readonly string[]): Promise<readonly string[]>;
  /** Items by exact code, with a mark of what they say. */
  find(
    programId: number,
    codes: readonly string[],
  ): Promise<readonly (ItemFacts & { readonly mark: string })[]>;
  /** Items after this code, in their order. */
  list(
    programId: number,
    after: string | null,
    limit: number,
  ): Promise<readonly (ItemFacts & { readonly mark: string })[]>;
  /** Items whose code or description contains the text, for a person who chooses. */
  search(programId: number, text: string, limit: number): Promise<readonly ItemFacts[]>;
}
