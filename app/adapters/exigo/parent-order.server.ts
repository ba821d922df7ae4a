import { z } from "zod";

import type { ExigoAccess, ExigoAnswer } from "#usecases/ports/exigo";

import type { CallExigo } from "./call.server.ts";

/** Back orders and child orders: parts of an order that was split. */
const PART_TYPES: readonly unknown[] = [6, 13];
const rows = z.object({
  value: z.array(z.object({ OrderID: z.string(), ParentOrderID: z.string().nullish() })),
});

/**
 * The order that a part was split off; null: it is no part, or nobody says. No call of the REST interface is known to
 * say it, so OData is asked where the settings name one.
 */
export async function findParentOrder(
  call: CallExigo,
  access: ExigoAccess,
  { exigoOrderId, type }: { readonly exigoOrderId: number; readonly type: unknown },
): Promise<ExigoAnswer<string | null>> {
  if (!PART_TYPES.includes(type) || access.historyUrl === null) return { ok: true, value: null };
  const found = await call(access, {
    method: "GET",
    baseUrl: access.historyUrl,
    user: access.loginName,
    turn: "polls",
    path: "/Orders",
    effect: "reads",
    query: { $filter: `OrderID eq ${exigoOrderId}`, $top: 1 },
    answer: rows,
  });
  if (!found.ok) return found;
  // A filter that is not understood may be left out silently.
  const own = found.value.value.find(({ OrderID }) => OrderID === String(exigoOrderId));
  return { ok: true, value: own?.ParentOrderID ?? null };
}
