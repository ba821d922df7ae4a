import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

const { targetPort } = workerData as { targetPort: number };
let delayMs = 0;
let roundTrips = 0;

const server = createServer({ noDelay: true }, (client) => {
  const target = connect({ port: targetPort, host: "127.0.0.1", noDelay: true });
  // A large packet comes in several pieces; the first piece after an answer is what begins a round trip.
  let answered = true;
  client.on("data", (piece) => {
    if (answered) roundTrips += 1;
    answered = false;
    if (delayMs === 0) target.write(piece);
    else keepOnTheWay(() => target.write(piece));
  });
  target.on("data", (piece) => {
    answered = true;
    client.write(piece);
  });
  endTogether(client, target);
  endTogether(target, client);
});

/** What has not yet been on the way for as long as it must, the first to arrive first. */
const onTheWay: { readonly arrivesAt: number; readonly arrive: () => void }[] = [];

function keepOnTheWay(arrive: () => void): void {
  if (onTheWay.length === 0) setImmediate(letArrive);
  onTheWay.push({ arrivesAt: performance.now() + delayMs, arrive });
}

/** Looks again and again instead of setting a timer: one of a millisecond takes up to two. */
function letArrive(): void {
  for (let next = onTheWay[0]; next && next.arrivesAt <= performance.now(); next = onTheWay[0]) {
    onTheWay.shift();
    next.arrive();
  }
  if (onTheWay.length > 0) setImmediate(letArrive);
}

function endTogether(one: Socket, other: Socket): void {
  one.on("close", () => other.destroy());
  one.on("error", () => other.destroy());
}

server.listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as AddressInfo).port));
parentPort?.on("message", (wish: { delayMs: number } | "take") => {
  if (wish !== "take") {
    ({ delayMs } = wish);
    return;
  }
  parentPort?.postMessage(roundTrips);
  roundTrips = 0;
});
