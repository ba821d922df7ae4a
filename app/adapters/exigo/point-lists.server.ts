import { z } from "zod";

import type { Exigo, ExigoAccess, ExigoAnswer, ListedMovement } from "#usecases/ports/exigo";

import type { Call, CallExigo } from "./call.server.ts";
import { fromCentral } from "./central-time.server.ts";

const id = z.string().regex(/^\d{1,10}$/);
const decimal = z.string().regex(/^-?\d{1,16}(\.\d{1,10})?$/);

const movements = z.object({
  value: z.array(
    z.object({
      PointTransactionID: id,
      CustomerID: id,
      PointAccountID: id,
      Amount: decimal,
      TransactionDate: z.string().nullish(),
      Reference: z.string().nullish(),
    }),
  ),
});

const balances = z.object({
  value: z.array(z.object({ CustomerID: id, PointAccountID: id, PointBalance: decimal })),
});

/** Lists of `PointTransactions` and `CustomerPointAccounts` through OData 4.0; pages by id, because nothing else is stable. */
function readList<T>(
  call: CallExigo,
  access: ExigoAccess,
  { path, query, answer }: Pick<Call<T>, "path" | "query" | "answer">,
): Promise<ExigoAnswer<T>> {
  if (access.historyUrl === null) throw new TypeError("the connection names no history");
  return call(access, {
    method: "GET",
    baseUrl: access.historyUrl,
    user: access.loginName,
    effect: "reads",
    turn: "polls",
    path,
    ...(query ? { query } : {}),
    answer,
  });
}

export async function listMovements(
  call: CallExigo,
  access: ExigoAccess,
  { afterId, limit }: Parameters<Exigo["listMovements"]>[1],
): ReturnType<Exigo["listMovements"]> {
  const listed = await readMovements(call, access, {
    $filter: `PointAccountID eq ${access.pointAccountId} and PointTransactionID gt ${afterId}`,
    $orderby: "PointTransactionID",
    $top: limit,
  });
  return keepIf(listed, ({ transactionId }) => Number(transactionId) > afterId);
}

export async function listMovementsOf(
  call: CallExigo,
  access: ExigoAccess,
  { exigoCustomerId, limit }: Parameters<Exigo["listMovementsOf"]>[1],
): ReturnType<Exigo["listMovementsOf"]> {
  const listed = await readMovements(call, access, {
    $filter: `CustomerID eq ${exigoCustomerId} and PointAccountID eq ${access.pointAccountId}`,
    $orderby: "PointTransactionID desc",
    $top: limit,
  });
  return keepIf(listed, (row) => row.exigoCustomerId === exigoCustomerId);
}

export async function findNewestMovement(
  call: CallExigo,
  access: ExigoAccess,
): ReturnType<Exigo["findNewestMovement"]> {
  const listed = await readMovements(call, access, {
    $filter: `PointAccountID eq ${access.pointAccountId}`,
    $orderby: "PointTransactionID desc",
    $top: 1,
  });
  return listed.ok ? { ok: true, value: listed.value[0] ?? null } : listed;
}

export async function listPointBalances(
  call: CallExigo,
  access: ExigoAccess,
  { afterCustomerId, limit }: Parameters<Exigo["listPointBalances"]>[1],
): ReturnType<Exigo["listPointBalances"]> {
  const listed = await readList(call, access, {
    path: "/CustomerPointAccounts",
    query: {
      $filter: `PointAccountID eq ${access.pointAccountId} and CustomerID gt ${afterCustomerId}`,
      $orderby: "CustomerID",
      $top: limit,
    },
    answer: balances,
  });
  if (!listed.ok) return listed;
  const rows = listed.value.value.filter(
    (row) => row.PointAccountID === String(access.pointAccountId) && Number(row.CustomerID) > afterCustomerId,
  );
  return {
    ok: true,
    value: rows.map((row) => ({ exigoCustomerId: Number(row.CustomerID), balance: row.PointBalance })),
  };
}

/** A filter that is not understood may be left out silently, so every row is compared again. */
async function readMovements(
  call: CallExigo,
  access: ExigoAccess,
  query: Readonly<Record<string, string | number>>,
): Promise<ExigoAnswer<ListedMovement[]>> {
  const listed = await readList(call, access, { path: "/PointTransactions", query, answer: movements });
  if (!listed.ok) return listed;
  const rows = listed.value.value.filter((row) => row.PointAccountID === String(access.pointAccountId));
  return {
    ok: true,
    value: rows.map((row) => ({
      transactionId: row.PointTransactionID,
      exigoCustomerId: Number(row.CustomerID),
      amount: row.Amount,
      reference: row.Reference ?? null,
      movedAt: row.TransactionDate ? fromCentral(row.TransactionDate) : null,
    })),
  };
}

function keepIf(
  listed: ExigoAnswer<ListedMovement[]>,
  wanted: (row: ListedMovement) => boolean,
): ExigoAnswer<ListedMovement[]> {
  return listed.ok ? { ok: true, value: listed.value.filter(wanted) } : listed;
}
