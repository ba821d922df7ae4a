import type { IncomingMessage, ServerResponse } from "node:http";
import { readFields, sendHtml, sendJson } from "../http/exchange.ts";
import { OperationRefused } from "../operations/index.ts";
import type { Simulator } from "../simulator.ts";
import { commandOf, readState } from "./commands.ts";
import { controlPage, homePage } from "./pages.ts";

async function answerCommand(simulator: Simulator, name: string, req: IncomingMessage, res: ServerResponse) {
  const command = commandOf(name);
  if (!command) return sendJson(res, 404, { error: `There is no command "${name}".` });
  try {
    sendJson(res, 200, await command(simulator, await readFields(req)));
  } catch (error) {
    if (error instanceof OperationRefused || error instanceof RangeError || error instanceof SyntaxError)
      return sendJson(res, 422, { error: error.message });
    throw error;
  }
}

/** A page of another site must not be able to move the demo's orders from a visitor's browser. */
function isForeign(req: IncomingMessage): boolean {
  const origin = req.headers.origin;
  return origin !== undefined && origin !== `http://${req.headers.host}`;
}

/** Serves `/`, `/control` and everything below it; false when the path is another. */
export async function handleControl(
  simulator: Simulator,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<boolean> {
  const [first = "", second = "", third = ""] = url.pathname.split("/").filter(Boolean);
  if (first === "") {
    sendHtml(res, 200, homePage(simulator));
    return true;
  }
  if (first !== "control") return false;
  if (second === "") sendHtml(res, 200, controlPage(simulator));
  else if (req.method === "POST" && isForeign(req))
    sendJson(res, 403, { error: "Only this site may do that." });
  else if (req.method === "POST") await answerCommand(simulator, second, req, res);
  else {
    const found = second === "state" ? readState(simulator, third, url.searchParams) : undefined;
    if (found === undefined) sendJson(res, 404, { error: "There is nothing of that name." });
    else sendJson(res, 200, found);
  }
  return true;
}
