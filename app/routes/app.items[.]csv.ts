import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";

import { createReadableStreamFromReadable } from "@remix-run/node";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { mapRefusalWords } from "#components/words/item-words";
import { Fault } from "#core/units";
import { getWiring } from "#wiring";

import type { MappingFileAnswer } from "../components/items/mapping-file-card.tsx";
import { authenticateStaff } from "./app/staff-request.server.ts";

/** A hundred thousand variants and their titles are less. */
const MOST_BYTES = 20 * 1024 * 1024;
/** Refused rows that the page names; the rest is counted. */
const MOST_ROWS_NAMED = 1_000;

/** All variants of the shop with their items, as a file that `action` reads again. It is sent while it is read. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateStaff(request);
  const lines = getWiring().exportMappings(shop);
  return new Response(createReadableStreamFromReadable(Readable.from(lines)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="mappings.csv"',
      "cache-control": "no-store",
    },
  });
}

/** Takes the file that is the request's body, while it is read. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { shop, staff } = await authenticateStaff(request);
  return Response.json(await takeFile(request, { shop, staff }));
}

async function takeFile(
  request: ActionFunctionArgs["request"],
  who: Omit<Parameters<ReturnType<typeof getWiring>["mapByFile"]>[0], "upload">,
): Promise<MappingFileAnswer> {
  if (request.body === null) return failed("The file is empty");
  const bytes = Readable.fromWeb(request.body as ReadableStream<Uint8Array>);
  try {
    const upload = Readable.from(withinLimit(bytes));
    const result = await getWiring().mapByFile({ ...who, upload });
    if (!result.ok) {
      const { refusal } = result;
      if (refusal.code === "file_empty") return failed("The file is empty");
      return failed(`The file has no column “${refusal.missing}”. Download the mappings to see its columns`);
    }
    const { changed, unchanged, refused } = result;
    return {
      ...{ ok: true, changed, unchanged, refused: refused.length },
      rows: refused
        .slice(0, MOST_ROWS_NAMED)
        .map(({ line, refusal }) => ({ line, reason: mapRefusalWords(refusal) })),
    };
  } catch (failure) {
    if (!(failure instanceof Fault) || failure.code !== "file_unreadable") throw failure;
    return failed(
      failure.cause instanceof UploadTooLargeFault
        ? "The file is larger than 20 MB. Upload it in parts"
        : "The file cannot be read. Save it as CSV in UTF-8",
    );
  } finally {
    bytes.destroy();
  }
}

/** Too much was sent; the reader of the file throws it as the cause of its own fault. */
class UploadTooLargeFault extends Fault {
  readonly code = "upload_too_large";
}

async function* withinLimit(bytes: Readable): AsyncGenerator<Buffer> {
  let taken = 0;
  for await (const piece of bytes) {
    const buffer = Buffer.from(piece as Uint8Array);
    taken += buffer.length;
    if (taken > MOST_BYTES) throw new UploadTooLargeFault("more was sent than is taken");
    yield buffer;
  }
}

function failed(message: string): MappingFileAnswer {
  return { ok: false, message };
}
