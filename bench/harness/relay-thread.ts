import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

const { targetPort, delayMs } = workerData as { targetPort: number; delayMs: number };
let roundTrips = 0;

const server = createServer({ noDelay: true }, (client) => {
  const target = connect({ port: targetPort, host: "127.0.0.1", noDelay: true });
  // A large packet comes in several pieces; the first piece after an answer is what begins a round trip.
  let answered = true;
  client.on("data", (piece) => {
    if (answered) roundTrips += 1;
    answered = false;
    if (delayMs === 0) target.write(piece);
    // Timers of one length fire in the order they were set, so the pieces stay in order.
    else setTimeout(() => target.write(piece), delayMs);
  });
  target.on("data", (piece) => {
    answered = true;
    client.write(piece);
  });
  endTogether(client, target);
  endTogether(target, client);
});

function endTogether(one: Socket, other: Socket): void {
  one.on("close", () => other.destroy());
  one.on("error", () => other.destroy());
}

server.listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as AddressInfo).port));
parentPort?.on("message", () => {
  parentPort?.postMessage(roundTrips);
  roundTrips = 0;
});
