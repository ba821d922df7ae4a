import { connect } from "node:net";
import type { Socket } from "node:net";

/** A kept-alive HTTP connection that writes prepared requests; costs little beside what it measures. */
export interface Connection {
  /** Writes a request and waits for the whole answer; returns its status. One at a time. */
  send(request: Buffer): Promise<number>;
  /** False: the server has closed it, as it does with connections that are idle for some seconds. */
  isOpen(): boolean;
  close(): void;
}

/** Opens a connection to a port of this machine. */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  const answers = readAnswers(socket);
  return {
    send(request) {
      const answered = answers.next();
      socket.write(request);
      return answered;
    },
    isOpen: () => socket.writable && !socket.readableEnded,
    close: () => socket.destroy(),
  };
}

interface Waiting {
  readonly resolve: (status: number) => void;
  readonly reject: (failure: Error) => void;
}

function readAnswers(socket: Socket): { next(): Promise<number> } {
  let waiting: Waiting | undefined;
  let received = "";
  const fail = (): void => waiting?.reject(new Error("the server closed the connection"));
  socket.setEncoding("latin1");
  socket.on("error", fail);
  socket.on("close", fail);
  socket.on("data", (piece: string) => {
    received += piece;
    const status = statusOfWhole(received);
    if (status === null) return;
    received = "";
    waiting?.resolve(status);
  });
  return { next: () => new Promise((resolve, reject) => (waiting = { resolve, reject })) };
}

/** The status of an answer that has come in whole; null: there is more to come. */
export function statusOfWhole(text: string): number | null {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? "0";
  return text.length >= end + 4 + Number(length) ? Number(text.slice(9, 12)) : null;
}
