import { createServer, connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** Which way a piece of conversation goes: asked by the process under test, or answered to it. */
export type Direction = "ask" | "answer";

/** Sees each piece before it is passed on; returning false drops it and cuts the connection. */
export type Watch = (piece: { target: string; direction: Direction; bytes: Buffer }) => boolean;

export interface Tripwire {
  /** Address that stands in for the target's host and port. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A TCP relay between a process and one of its servers. The watch sees what is asked before the server does and
 * what is answered before the process does, so a test can stop the process at either side of any effect.
 */
export async function startTripwire(
  target: { name: string; host: string; port: number },
  watch: Watch,
): Promise<Tripwire> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target.port, target.host);
    relay(near, far, "ask");
    relay(far, near, "answer");
  });

  function relay(from: Socket, to: Socket, direction: Direction): void {
    open.add(from);
    from.on("data", (bytes) => {
      if (watch({ target: target.name, direction, bytes })) to.write(bytes);
      else destroyBoth(from, to);
    });
    from.on("end", () => to.end());
    from.on("error", () => destroyBoth(from, to));
    from.on("close", () => {
      open.delete(from);
      to.destroy();
    });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function destroyBoth(a: Socket, b: Socket): void {
  a.destroy();
  b.destroy();
}
