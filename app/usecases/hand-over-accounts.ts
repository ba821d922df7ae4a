import type { HandOvers } from "./ports/hand-overs.ts";

/** Accounts locked at once. */
const PAGE = 200;

/** Pages of one run, so that a large program does not keep everything else waiting; the next run goes on. */
const MOST_PAGES = 20;

/**
 * Hands over some of a program's accounts to the place that its connection names, from the stored position on.
 * May run any number of times, at the same time and after a crash: what was earned before goes to Exigo once.
 */
export async function handOverAccounts(
  ports: { readonly handOvers: Pick<HandOvers, "handOverNext"> },
  { programId }: { readonly programId: number },
): Promise<void> {
  for (let page = 0; page < MOST_PAGES; page += 1) {
    if (!(await ports.handOvers.handOverNext(programId, PAGE))) return;
  }
}
