import type { Store } from "../state/store.ts";

/** By shop: how many mutations take effect without being answered, and how the name of the first field is to begin. */
type Lost = Record<string, { left: number; field: string }>;

const lostOf = (store: Store): Lost => store.section<Lost>("lostAnswers", () => ({}));

/** From now on so many mutations take effect and are not answered; `field` limits it to those that name it. */
export function loseMutationAnswers(store: Store, shop: string, count: number, field: string): void {
  lostOf(store)[shop] = { left: count, field };
}

/** Whether the answer to this document is lost; a lost one is counted. */
export function isAnswerLost(store: Store, shop: string, query: unknown): boolean {
  const lost = lostOf(store)[shop];
  if (!lost || lost.left <= 0 || typeof query !== "string") return false;
  if (!/^\s*(#graphql\s*)?mutation\b/.test(query) || !query.includes(lost.field)) return false;
  lost.left -= 1;
  return true;
}
