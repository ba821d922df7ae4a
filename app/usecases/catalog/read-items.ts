import type { ExigoAccess, ExigoAnswer } from "../ports/exigo.ts";
import type { ExigoCatalog, ExigoItem, SalesPlace } from "../ports/exigo-catalog.ts";

/** Codes that Exigo is asked for in one call. */
const CODES_A_CALL = 50;

/** Items by code at one place of sale, however many; the first failure ends it. */
export async function readItems(
  exigo: Pick<ExigoCatalog, "readItems">,
  access: ExigoAccess,
  place: SalesPlace,
  codes: readonly string[],
): Promise<ExigoAnswer<ReadonlyMap<string, ExigoItem>>> {
  const asked = [...new Set(codes)];
  const items = new Map<string, ExigoItem>();
  for (let from = 0; from < asked.length; from += CODES_A_CALL) {
    const answer = await exigo.readItems(access, { ...place, codes: asked.slice(from, from + CODES_A_CALL) });
    if (!answer.ok) return answer;
    for (const item of answer.value) items.set(item.itemCode, item);
  }
  return { ok: true, value: items };
}
