import type { IncomingMessage } from "node:http";

import { expect, test } from "vitest";

import { createSenderLimit, senderAddress } from "../../app/ingress/sender-limit.ts";

const from = (remoteAddress: string, forwardedFor?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor },
  }) as unknown as IncomingMessage;

function limit(changes: { addresses?: number } = {}) {
  let now = 0;
  const senders = createSenderLimit({
    ...{ burst: 3, forgivenPerSecond: 1, addresses: 100, clock: () => now },
    ...changes,
  });
  const refuse = (request: IncomingMessage, times = 1): void => {
    for (let count = 0; count < times; count += 1) senders.recordRefusal(request);
  };
  return { senders, refuse, pass: (seconds: number) => (now += seconds * 1_000) };
}

test("a sender that was refused too often is not listened to until some time has passed", () => {
  const { senders, refuse, pass } = limit();
  refuse(from("203.0.113.9"), 2);
  expect(senders.isExceeded(from("203.0.113.9"))).toBe(false);
  refuse(from("203.0.113.9"));
  expect(senders.isExceeded(from("203.0.113.9"))).toBe(true);
  expect(senders.isExceeded(from("203.0.113.10"))).toBe(false);
  pass(1);
  expect(senders.isExceeded(from("203.0.113.9"))).toBe(false);
});

test("no more addresses are remembered than there is room for", () => {
  const { senders, refuse } = limit({ addresses: 2 });
  for (const last of [1, 2, 3]) refuse(from(`203.0.113.${last}`), 3);
  expect([1, 2, 3].map((last) => senders.isExceeded(from(`203.0.113.${last}`)))).toEqual([false, true, true]);
});

test.each([
  ["a peer from outside is itself, whatever it says", from("203.0.113.9", "198.51.100.1"), "203.0.113.9"],
  ["behind our own proxy the last address counts", from("10.0.0.5", "6.6.6.6, 198.51.100.1"), "198.51.100.1"],
  ["also when the proxy speaks IPv6", from("::ffff:127.0.0.1", "2001:db8::7"), "2001:db8::7"],
  ["from our own network for nobody else: no address", from("127.0.0.1"), null],
  ["what is no address is none", from("172.16.0.1", "unknown"), null],
])("%s", (_, request, address) => {
  expect(senderAddress(request)).toBe(address);
});

test("who has no address of its own is not limited: a proxy that tells nothing must not stop Shopify", () => {
  const { senders, refuse } = limit();
  refuse(from("127.0.0.1"), 100);
  expect(senders.isExceeded(from("127.0.0.1"))).toBe(false);
});
