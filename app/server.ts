import { once } from "node:events";

import type { ServerBuild } from "@remix-run/node";
import { createRequestHandler } from "@remix-run/node";

import { ConfigFault, getConfig } from "#config";
import { getWiring } from "#wiring";

import type { RemixHandler } from "./ingress/remix-requests.ts";
import { loadStaticFiles } from "./ingress/static-files.ts";
import { createWebServer } from "./ingress/web-server.ts";

const STOP_DEADLINE_MS = 8_000;
const CLOSE_DEADLINE_MS = 1_500;

const buildFile = new URL("../build/server/index.js", import.meta.url);
const clientFolder = new URL("../build/client", import.meta.url);

await start();

async function start(): Promise<void> {
  const config = configOrExit();
  const wiring = getWiring();
  let remix: RemixHandler | null = null;
  const web = createWebServer({
    wiring,
    staticFiles: await loadStaticFiles(clientFolder.pathname),
    remix: () => remix,
  });

  web.server.on("error", (failure: NodeJS.ErrnoException) => {
    const where = `${config.HOST}:${config.PORT}`;
    exitWith(
      failure.code === "EADDRINUSE"
        ? `Port ${config.PORT} is taken by another program; stop it or set PORT.`
        : `The server cannot listen on ${where}: ${failure.code ?? failure.name}.`,
    );
  });
  web.server.listen(config.PORT, config.HOST);
  await once(web.server, "listening");
  wiring.log.info("web_listening", { host: config.HOST, port: config.PORT });

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    wiring.log.info("web_stopping", { signal });
    await web.drain(STOP_DEADLINE_MS);
    await within(CLOSE_DEADLINE_MS, wiring.close());
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));

  remix = await loadRemix(config.NODE_ENV);
}

async function loadRemix(mode: string): Promise<RemixHandler> {
  try {
    const build = (await import(buildFile.href)) as ServerBuild;
    return createRequestHandler(build, mode);
  } catch (failure) {
    const { code, message } = failure as NodeJS.ErrnoException;
    return exitWith(
      code === "ERR_MODULE_NOT_FOUND" && message.includes(buildFile.pathname)
        ? "The app is not built; run `npm run build` first."
        : `The build cannot be loaded: ${message}`,
    );
  }
}

function configOrExit(): ReturnType<typeof getConfig> {
  try {
    return getConfig();
  } catch (failure) {
    if (failure instanceof ConfigFault) exitWith(failure.message);
    throw failure;
  }
}

/** Waits for the work, but not longer. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  await Promise.race([work, new Promise((resolve) => setTimeout(resolve, milliseconds))]);
}

function exitWith(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
