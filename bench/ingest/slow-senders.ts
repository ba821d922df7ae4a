import { connect } from "node:net";
import type { Socket } from "node:net";

/** Between two bytes of one sender: far less often than any limit on the time between two packets. */
const PAUSE_MS = 100;

/**
 * Opens connections that never come to an end of what they send, one byte after the other: half of them with their
 * headers, half with a body. One that the server cuts off is opened again. Returns what ends them all.
 */
export function startSlowSenders(port: number, count: number): () => void {
  const open = new Set<Socket>();
  let stopped = false;
  const start = (index: number): void => {
    const socket = connect({ port, host: "127.0.0.1" });
    open.add(socket);
    socket.write(index % 2 === 0 ? "POST /webhooks HTTP/1.1\r\nX-Slow: " : SLOW_BODY);
    const timer = setInterval(() => socket.write("x"), PAUSE_MS);
    // Being cut off is what is to happen to them; how does not matter.
    socket.on("error", () => undefined);
    socket.on("data", () => undefined);
    socket.on("close", () => {
      clearInterval(timer);
      open.delete(socket);
      if (!stopped) start(index);
    });
  };
  for (let index = 0; index < count; index += 1) start(index);
  return () => {
    stopped = true;
    for (const socket of open) socket.destroy();
  };
}

const SLOW_BODY = "POST /webhooks HTTP/1.1\r\nHost: bench\r\nContent-Length: 100000\r\n\r\n";
