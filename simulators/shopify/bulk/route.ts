import type { IncomingMessage, ServerResponse } from "node:http";
import type { Simulator } from "../simulator.ts";

const resultPath = /^\/bulk-results\/([0-9a-f-]{36})\.jsonl$/;

/** Serves result files of bulk operations, from a byte onwards when asked; false when the path is another. */
export function handleBulkResults(
  simulator: Simulator,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): boolean {
  const name = resultPath.exec(url.pathname)?.[1];
  if (name === undefined) return false;
  const text = simulator.bulk.file(name);
  if (text === null) {
    res.writeHead(403, { "content-type": "application/xml" });
    res.end("<Error><Code>ExpiredToken</Code></Error>");
    return true;
  }
  const bytes = Buffer.from(text);
  const from = Number(/^bytes=(\d+)-$/.exec(req.headers.range ?? "")?.[1] ?? 0);
  if (from > 0 && from >= bytes.length) {
    res.writeHead(416, { "content-range": `bytes */${bytes.length}` });
    res.end();
    return true;
  }
  res.writeHead(from > 0 ? 206 : 200, {
    "content-type": "application/jsonl",
    "content-length": String(bytes.length - from),
    ...(from > 0 ? { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  res.end(bytes.subarray(from));
  return true;
}
