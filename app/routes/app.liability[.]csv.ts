import { Readable } from "node:stream";

import { createReadableStreamFromReadable } from "@remix-run/node";
import type { LoaderFunctionArgs } from "@remix-run/node";

import { rollForwardHeadings } from "#components/words/liability-words";
import { getWiring } from "#wiring";

import { readExportQuery, toScope } from "./app/liability-query.ts";
import { authenticateStaff } from "./app/staff-request.server.ts";

/** The roll-forward as a file: `?from=2026-11-01&to=2026-11-30&scope=all`. It is sent while it is read. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const query = readExportQuery(request);
  if (!query) throw new Response("period_malformed", { status: 400, statusText: "Bad Request" });
  const { adapters, exportRollForward } = getWiring();
  const scope = toScope(program.programId, query.scope);
  const shops = await adapters.programs.listShops(program.programId);
  const shop = shops.find(({ shopId }) => shopId === scope.shopId);
  const lines = exportRollForward({
    scope,
    period: query,
    scale: program.scale,
    headings: rollForwardHeadings,
    labels: {
      shop: shop?.domain ?? (scope.shopId === undefined ? "All" : "None"),
      currency: scope.currency ?? shop?.currency ?? "",
      unit: program.unitName,
    },
  });
  return new Response(createReadableStreamFromReadable(Readable.from(lines)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="roll-forward-${query.from}-${query.to}.csv"`,
      "cache-control": "no-store",
    },
  });
}
