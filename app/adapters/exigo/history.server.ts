import { z } from "zod";

import type { Exigo, ExigoAccess } from "#usecases/ports/exigo";

import type { CallExigo } from "./call.server.ts";

const movements = z.object({
  value: z.array(
    z.object({
      PointTransactionID: z.string().regex(/^\d{1,10}$/),
      CustomerID: z.string(),
      Amount: z.string().regex(/^-?\d{1,16}(\.\d{1,10})?$/),
      Reference: z.string().nullish(),
    }),
  ),
});

/** Enough to see that a reference stands more than once. */
const MOST_FOUND = 5;

/**
 * Reads `PointTransactions` through OData 4.0, which authenticates with a plain `login:password`: the company stands
 * in its path.
 */
export async function findMovements(
  call: CallExigo,
  access: ExigoAccess,
  { exigoCustomerId, reference }: Parameters<Exigo["findMovements"]>[1],
): ReturnType<Exigo["findMovements"]> {
  if (access.historyUrl === null) throw new TypeError("the connection names no history");
  const found = await call(access, {
    method: "GET",
    baseUrl: access.historyUrl,
    user: access.loginName,
    turn: "points",
    path: "/PointTransactions",
    effect: "reads",
    query: {
      $filter: `CustomerID eq ${exigoCustomerId} and PointAccountID eq ${access.pointAccountId} and Reference eq '${reference.replaceAll("'", "''")}'`,
      $orderby: "PointTransactionID",
      $top: MOST_FOUND,
    },
    answer: movements,
  });
  if (!found.ok) return found;
  // A filter that is not understood may be left out silently, so every row is compared again.
  const rows = found.value.value.filter(
    (row) => row.CustomerID === String(exigoCustomerId) && row.Reference?.trim() === reference,
  );
  return {
    ok: true,
    value: rows.map((row) => ({ transactionId: row.PointTransactionID, amount: row.Amount })),
  };
}
