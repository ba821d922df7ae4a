import { isIP } from "node:net";
import type { IncomingMessage } from "node:http";

/** Counts what senders did wrong, each by its address. */
export interface SenderLimit {
  /** True while the sender has done so much wrong that it is not listened to. */
  isExceeded(request: IncomingMessage): boolean;
  /** The sender's request was refused before it had proved who it is. */
  recordRefusal(request: IncomingMessage): void;
}

export interface SenderLimitOptions {
  /** Refusals that a sender may collect at once. */
  readonly burst: number;
  /** Refusals that are forgiven in a second. */
  readonly forgivenPerSecond: number;
  /** Addresses remembered; the one longest quiet is forgotten first. */
  readonly addresses: number;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
}

const DEFAULTS: SenderLimitOptions = {
  burst: 100,
  forgivenPerSecond: 5,
  addresses: 10_000,
  clock: () => performance.now(),
};

/** A leaky bucket for each address. Who is not known by an address of its own is not counted. */
export function createSenderLimit(options: SenderLimitOptions = DEFAULTS): SenderLimit {
  const { burst, forgivenPerSecond, addresses, clock } = options;
  const refusals = new Map<string, { readonly count: number; readonly at: number }>();

  const countOf = (address: string): number => {
    const known = refusals.get(address);
    if (known === undefined) return 0;
    return Math.max(0, known.count - ((clock() - known.at) / 1_000) * forgivenPerSecond);
  };

  return {
    isExceeded(request) {
      const address = senderAddress(request);
      return address !== null && countOf(address) >= burst;
    },
    recordRefusal(request) {
      const address = senderAddress(request);
      if (address === null) return;
      const count = countOf(address) + 1;
      refusals.delete(address);
      const [quietest] = refusals.keys();
      if (quietest !== undefined && refusals.size >= addresses) refusals.delete(quietest);
      refusals.set(address, { count, at: clock() });
    },
  };
}

/**
 * Where a request comes from. A peer in our own network is a proxy of ours, and the last address it forwarded for is
 * the one it saw itself; all before that is the sender's word. Null: from our own network, for nobody else.
 */
export function senderAddress(request: Pick<IncomingMessage, "headers" | "socket">): string | null {
  const peer = request.socket.remoteAddress ?? "";
  if (!isOwnNetwork(peer)) return peer;
  const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",");
  const last = forwarded.split(",").at(-1)?.trim() ?? "";
  return isIP(last) === 0 || isOwnNetwork(last) ? null : last;
}

const OWN_NETWORK =
  /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)|^::1$|^f[cd][0-9a-f]{2}:|^fe[89ab][0-9a-f]:/i;

function isOwnNetwork(address: string): boolean {
  return address === "" || OWN_NETWORK.test(address);
}
