import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";

/** A request as it goes onto the wire. */
export interface WireRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface WireAnswer {
  readonly status: number;
  /** null: it was longer than allowed; the rest was not read. */
  readonly text: string | null;
  /** The header `Retry-After` as it came; null: none. */
  readonly retryAfter: string | null;
}

export interface ExchangeLimits {
  /** From the first byte sent to the last one read. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

/** No whole answer came. `connected` false: the connection never stood, so nothing was sent. */
export class ExchangeFault extends Error {
  readonly code = "exchange_failed";
  readonly connected: boolean;

  constructor(cause: unknown, connected: boolean) {
    super("no whole answer came", { cause });
    this.connected = connected;
  }
}

/** Sends one request and reads its answer; follows no redirect. Throws an `ExchangeFault`. */
export type Exchange = (address: URL, request: WireRequest, limits: ExchangeLimits) => Promise<WireAnswer>;

/** Connections are kept open for the next call; each is made to an address that `lookup` gave. */
export function createExchange(lookup: LookupFunction): Exchange {
  // An idle connection is given up before a server's usual five seconds, so that few writes meet a closed one.
  const options = { keepAlive: true, timeout: 4_000, lookup };
  const agents = { "http:": new http.Agent(options), "https:": new https.Agent(options) };
  return (address, request, limits) => {
    const isPlain = address.protocol === "http:";
    const open = isPlain ? http.request : https.request;
    return exchange(
      open(address, {
        method: request.method,
        headers: request.headers,
        agent: agents[isPlain ? "http:" : "https:"],
        signal: AbortSignal.timeout(limits.timeoutMs),
      }),
      // Over TLS the first byte of a request leaves after the handshake.
      { body: request.body, readyEvent: isPlain ? "connect" : "secureConnect", ...limits },
    );
  };
}

function exchange(
  request: http.ClientRequest,
  sending: { body: string | null; readyEvent: "connect" | "secureConnect"; maxResponseBytes: number },
): Promise<WireAnswer> {
  let connected = false;
  request.once("socket", (socket) => {
    connected = request.reusedSocket;
    // A connection that is kept open stands already, and would gather a listener with each call.
    if (connected) return;
    socket.once(sending.readyEvent, () => (connected = true));
  });
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(new ExchangeFault(cause, connected));
    request.on("error", fail);
    request.on("response", (response) => {
      readText(response, sending.maxResponseBytes).then((text) => {
        const retryAfter = response.headers["retry-after"] ?? null;
        resolve({ status: response.statusCode ?? 0, text, retryAfter });
      }, fail);
    });
    request.end(sending.body ?? undefined);
  });
}

async function readText(response: http.IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  const body: AsyncIterable<Buffer> = response;
  for await (const chunk of body) {
    length += chunk.length;
    // Leaving the loop ends the connection with it.
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
