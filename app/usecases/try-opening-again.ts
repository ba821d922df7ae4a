import type { Openings } from "./ports/openings.ts";

export interface TryOpeningAgainInput {
  readonly programId: number;
  readonly id: number;
  /** Shopify's id of the member of staff. */
  readonly by: string;
}

/**
 * Lets an imported balance that was refused be tried again, within seconds and by itself. One that was refused because
 * the member has an opening balance of another source is added to it this time: that is what the person decided. False:
 * the program has none such, or it is tried again already.
 */
export function tryOpeningAgain(
  { openings }: { readonly openings: Pick<Openings, "tryAgain"> },
  { programId, id, by }: TryOpeningAgainInput,
): Promise<boolean> {
  return openings.tryAgain(programId, id, by);
}
