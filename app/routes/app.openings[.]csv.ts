import { Readable } from "node:stream";

import { createReadableStreamFromReadable } from "@remix-run/node";
import type { LoaderFunctionArgs } from "@remix-run/node";

import { getWiring } from "#wiring";

import { authenticateStaff } from "./app/staff-request.server.ts";

/** The imported balances that were refused, as a file. It is sent while it is read. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const { programId, scale } = program;
  const lines = getWiring().exportRefusedOpenings({ programId, scale });
  return new Response(createReadableStreamFromReadable(Readable.from(lines)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="refused-openings.csv"',
      "cache-control": "no-store",
    },
  });
}
