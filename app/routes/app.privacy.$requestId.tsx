import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { getWiring } from "#wiring";

import { authenticateStaff } from "./app/staff-request.server.ts";

const idOf = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** The export that answers a data request, as readable JSON; never kept by anything on the way. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { program, staff } = await authenticateStaff(request);
  const parsed = idOf.safeParse(params["requestId"]);
  const found = parsed.success
    ? await getWiring().exportPersonalData({
        programId: program.programId,
        requestId: parsed.data,
        staff,
      })
    : null;
  if (!found) throw new Response("request_unknown", { status: 404, statusText: "Not Found" });
  return new Response(`${JSON.stringify(found, null, 2)}\n`, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="customer-${found.request.customerId ?? ""}.json"`,
      "cache-control": "no-store",
    },
  });
}
