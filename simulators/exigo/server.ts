import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerOData, ODATA_BASE } from "./api/odata.ts";
import { answerRest, REST_BASE } from "./api/rest.ts";
import { answerConsole } from "./console/console.ts";
import { answerControl } from "./control/control.ts";
import type { Outcome } from "./http/reply.ts";
import { errorReply, replyForThrown } from "./http/reply.ts";
import type { Request } from "./http/request.ts";
import { readRequest } from "./http/request.ts";
import { Simulator } from "./state/simulator.ts";
import { readStateFile, StateFileWriter } from "./state/state-file.ts";

const HOST = "127.0.0.1";

export interface RunningExigoSimulator {
  /** For example `http://127.0.0.1:4020`; the REST interface is below `/3.0`. */
  url: string;
  /** The live state, for tests that run in the same process. */
  simulator: Simulator;
  /** Stops listening, cuts every open connection and writes the state file. Safe to call twice. */
  close: () => Promise<void>;
}

/**
 * Starts a simulator. Port 0 (the default) takes a free one. Without a state file nothing outlives it.
 * Rejects with the listening error (`EADDRINUSE`) or a StateFileError.
 */
export async function startExigoSimulator(
  options: { port?: number; stateFile?: string; clock?: () => Date } = {},
): Promise<RunningExigoSimulator> {
  const saved = options.stateFile === undefined ? null : readStateFile(options.stateFile);
  const clock = options.clock ?? (() => new Date());
  const simulator: Simulator = new Simulator({ clock, saved, onChange: () => writer?.schedule() });
  const writer =
    options.stateFile === undefined ? null : new StateFileWriter(options.stateFile, () => simulator.saved);
  const server = createServer((message, response) => void serve(simulator, message, response));
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    simulator.close();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    writer?.flush();
  };
  return { url: `http://${HOST}:${port}`, simulator, close };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function serve(
  simulator: Simulator,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let outcome: Outcome;
  try {
    outcome = await answer(simulator, message);
  } catch (thrown) {
    // A caller that went away in the middle of its request needs no answer.
    if (message.destroyed && !message.complete) return;
    outcome = { kind: "reply", reply: replyForThrown(thrown) };
  }
  if (outcome.kind === "drop") {
    message.socket.destroy();
    return;
  }
  const { status, headers, body } = outcome.reply;
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

async function answer(simulator: Simulator, message: IncomingMessage): Promise<Outcome> {
  const request = await readRequest(message);
  if (isBelow(request, REST_BASE)) return answerRest(simulator, request);
  if (isBelow(request, ODATA_BASE)) return answerOData(simulator, request);
  if (!isFromThisMachine(message)) {
    return {
      kind: "reply",
      reply: errorReply(403, "The control interface and the console answer this machine only."),
    };
  }
  const reply = isBelow(request, "/control")
    ? answerControl(simulator, request)
    : answerConsole(simulator, request);
  return { kind: "reply", reply };
}

function isBelow(request: Request, base: string): boolean {
  return request.path === base || request.path.startsWith(`${base}/`);
}

/**
 * Neither the control interface nor the console asks for a password, so a web page that happens to be open in a
 * browser must not reach them: not by a foreign name for this address, and not by a form of another origin.
 */
function isFromThisMachine({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? "";
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return false;
  return headers.origin === undefined || headers.origin === `http://${host}`;
}
