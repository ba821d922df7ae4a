import { z } from "zod";

import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import type { ExigoAccess, ExigoAnswer } from "#usecases/ports/exigo";

import type { CallExigo } from "./call.server.ts";

const items = z.object({ value: z.array(z.object({ ItemCode: z.string() })) });
/** A data set comes as tables by name, as one table, or as an array of them: no source shows which. */
const report = z.looseObject({ reportData: z.unknown() });

interface Page {
  readonly after: string | null;
  readonly limit: number;
}

/** The codes of the company's items in their order, from where the settings say. */
export function listItemCodes(
  call: CallExigo,
  access: ExigoAccess,
  page: Page,
): Promise<ExigoAnswer<readonly string[]>> {
  const { source, codes } = (access.setup ?? DEFAULT_EXIGO_SETUP).items;
  if (source === "odata") return listByOData(call, access, page);
  if (source === "report") return listByReport(call, access, page);
  return Promise.resolve({ ok: true, value: pageOf(codes, page) });
}

async function listByOData(
  call: CallExigo,
  access: ExigoAccess,
  { after, limit }: Page,
): Promise<ExigoAnswer<readonly string[]>> {
  if (access.historyUrl === null) throw new TypeError("the connection names no OData");
  const found = await call(access, {
    method: "GET",
    baseUrl: access.historyUrl,
    user: access.loginName,
    turn: "catalog",
    path: "/Items",
    effect: "reads",
    query: {
      ...(after === null ? {} : { $filter: `ItemCode gt '${after.replaceAll("'", "''")}'` }),
      $orderby: "ItemCode",
      $top: limit,
    },
    answer: items,
  });
  if (!found.ok) return found;
  return { ok: true, value: found.value.value.map((row) => row.ItemCode) };
}

async function listByReport(
  call: CallExigo,
  access: ExigoAccess,
  page: Page,
): Promise<ExigoAnswer<readonly string[]>> {
  const { reportId, reportColumn } = (access.setup ?? DEFAULT_EXIGO_SETUP).items;
  if (reportId === null) throw new TypeError("the settings name no report");
  const found = await call(access, {
    method: "GET",
    turn: "catalog",
    path: "/report",
    effect: "reads",
    query: { reportID: reportId },
    answer: report,
  });
  if (!found.ok) return found;
  return { ok: true, value: pageOf(valuesOf(found.value.reportData, reportColumn.toLowerCase()), page) };
}

/** All values of a column, wherever its rows stand in the data set. */
function valuesOf(data: unknown, column: string): string[] {
  if (typeof data !== "object" || data === null) return [];
  if (Array.isArray(data)) return data.flatMap((each) => valuesOf(each, column));
  return Object.entries(data).flatMap(([name, value]) =>
    name.toLowerCase() === column && typeof value === "string" && value.trim() !== ""
      ? [value.trim()]
      : valuesOf(value, column),
  );
}

/** Each code once, as SQL Server orders them: without regard to case. */
function pageOf(codes: readonly string[], { after, limit }: Page): string[] {
  const byKey = new Map(codes.map((code) => [code.toLowerCase(), code]));
  const start = after?.toLowerCase() ?? "";
  return [...byKey.keys()]
    .filter((key) => key > start)
    .sort()
    .slice(0, limit)
    .map((key) => byKey.get(key) ?? key);
}
