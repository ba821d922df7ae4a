import type { ShopifyRead } from "#usecases/ports/shop-reader";

/** A line of a file and the byte at which the next one begins. */
export interface JsonLine {
  readonly value: unknown;
  readonly nextByte: number;
}

export type Fetch = (address: string, init: { headers: Record<string, string> }) => Promise<Response>;

/** No object of Shopify's comes near it; more is no line but an attack on memory. */
const LONGEST_LINE = 16 * 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * The lines of a JSONL file from a byte onwards, as they come over the wire: what is not asked for is not fetched.
 * Ends after the first failure. A link that is not good any more is `refused`.
 */
export async function* readJsonLines(
  url: string,
  fromByte: number,
  fetchFile: Fetch,
): AsyncGenerator<ShopifyRead<JsonLine>> {
  let response: Response;
  try {
    response = await fetchFile(url, { headers: fromByte > 0 ? { range: `bytes=${fromByte}-` } : {} });
  } catch (error) {
    yield failed("retryable", `the result of the bulk operation is out of reach: ${messageOf(error)}`);
    return;
  }
  // The file ends where the next row would begin.
  if (response.status === 416) return;
  if (!response.ok || response.body === null) {
    const isGone = response.status >= 400 && response.status < 500 && response.status !== 429;
    yield failed(isGone ? "refused" : "retryable", `the link to the result answered ${response.status}`);
    return;
  }
  // Whoever does not know ranges sends the file from its beginning.
  const skip = response.status === 206 ? 0 : fromByte;
  yield* linesOf(response.body, fromByte - skip, skip);
}

async function* linesOf(
  body: ReadableStream<Uint8Array>,
  startByte: number,
  skip: number,
): AsyncGenerator<ShopifyRead<JsonLine>> {
  let at = startByte;
  let toSkip = skip;
  let rest: Buffer = Buffer.alloc(0);
  const reader = body.getReader();
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const fresh = Buffer.from(chunk.value);
      const skipped = Math.min(toSkip, fresh.length);
      toSkip -= skipped;
      at += skipped;
      rest = Buffer.concat([rest, fresh.subarray(skipped)]);
      for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
        at += end + 1;
        yield toLine(rest.subarray(0, end), at);
        rest = rest.subarray(end + 1);
      }
      if (rest.length > LONGEST_LINE) throw new RangeError("a line of the result is too long");
    }
  } catch (error) {
    yield failed("retryable", `the result of the bulk operation broke off: ${messageOf(error)}`);
    return;
  } finally {
    // Whoever stops in between wants nothing more of the file.
    await reader.cancel().catch(() => undefined);
  }
  if (rest.length > 0) yield toLine(rest, at + rest.length);
}

function toLine(bytes: Buffer, nextByte: number): ShopifyRead<JsonLine> {
  return { ok: true, value: { value: JSON.parse(bytes.toString("utf8")) as unknown, nextByte } };
}

function failed(failure: "retryable" | "refused", message: string): ShopifyRead<never> {
  return { ok: false, failure, message };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : "no reason was given";
}
