import { startExigoSimulator } from "./server.ts";
import { StateFileError } from "./state/state-file.ts";

const DEFAULT_PORT = 4020;

/** Ends the process with one sentence for the person who started it. */
function giveUp(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function readPort(written: string | undefined): number {
  if (written === undefined || written === "") return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(written) ? Number(written) : -1;
  if (port < 0 || port > 65_535) giveUp(`EXIGO_SIMULATOR_PORT must be a port number, but is "${written}".`);
  return port;
}

const port = readPort(process.env.EXIGO_SIMULATOR_PORT);
const stateFile = process.env.EXIGO_STATE_FILE;

try {
  const running = await startExigoSimulator({ port, ...(stateFile ? { stateFile } : {}) });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void running.close().then(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  console.log(`Exigo simulator: ${running.url}`);
} catch (fault) {
  const { code } = fault as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    giveUp(
      `The Exigo simulator cannot start: port ${port} is already taken. Set EXIGO_SIMULATOR_PORT to a free one.`,
    );
  }
  if (code === "EACCES") giveUp(`The Exigo simulator cannot start: it may not listen on port ${port}.`);
  if (fault instanceof StateFileError) giveUp(fault.message);
  throw fault;
}
