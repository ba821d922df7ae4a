import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { processStart, signalGroup } from "./process-identity.mjs";
import { StopRequested } from "./stop-request.mjs";

/** Longer than the app's own deadline of 10 seconds, within which it lets go of its work in order. */
const stopDeadlineMs = 15_000;

/** What this process has started and not yet stopped, in the order of starting. */
const started = new Set();

let startsNoMore = false;

/**
 * Stops everything that this process has started and that still runs, the newest first. From then on nothing can be
 * started: what was under way when the stop came must not leave a program behind.
 */
export async function stopAllChildren() {
  startsNoMore = true;
  for (const child of [...started].reverse()) await child.stop();
}

/**
 * Starts a long-running program whose output goes to HOME/logs/NAME.log, and notes it under HOME/run, so that the
 * next start finds it should this process be killed without a chance to stop it.
 *
 * @param {{home: string, name: string, command: string, args: string[], env?: Record<string, string | undefined>, cwd?: string, argv0?: string, cleanUp?: string[]}} options
 *   cleanUp: a command to run once the program has ended, such as the removal of a container
 * @returns {Child}
 *
 * @typedef {{name: string, pid: number | undefined, logFile: string, isRunning: () => boolean, exited: Promise<string>, stop: (deadlineMs?: number) => Promise<void>}} Child
 *   exited: how the program ended, in words
 */
export function startChild({ home, name, command, args, env = process.env, cwd, argv0, cleanUp }) {
  if (startsNoMore) throw new StopRequested(`${name} is not started any more`);
  const logFile = path.join(home, "logs", `${name}.log`);
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, "w");
  // A group of its own: Ctrl-C reaches this process only, which then stops its children in order.
  const child = spawn(command, args, { env, cwd, argv0, detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  let running = true;
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve(`could not be started (${error.code})`));
    child.once("exit", (code, signal) =>
      resolve(signal ? `was ended by ${signal}` : `exited with code ${code}`),
    );
  }).then((how) => {
    running = false;
    rmSync(noteFile(home, name), { force: true });
    return how;
  });
  if (child.pid !== undefined) writeNote(home, name, { pid: child.pid, cleanUp });
  const stop = async (deadlineMs = stopDeadlineMs) => {
    if (running && child.pid !== undefined) await endProcess(child.pid, exited, deadlineMs);
    await runCleanUp(cleanUp);
    started.delete(handle);
  };
  const handle = { name, pid: child.pid, logFile, isRunning: () => running, exited, stop };
  started.add(handle);
  return handle;
}

async function endProcess(pid, exited, deadlineMs) {
  signalGroup(pid, "SIGTERM");
  const late = Symbol("late");
  const cancel = new AbortController();
  const first = await Promise.race([
    exited,
    delay(deadlineMs, late, { signal: cancel.signal }).catch(() => late),
  ]);
  cancel.abort();
  if (first !== late) return;
  signalGroup(pid, "SIGKILL");
  await exited;
}

function runCleanUp(cleanUp) {
  if (!cleanUp) return Promise.resolve();
  const [command, ...args] = cleanUp;
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "ignore" });
    child.once("error", resolve);
    child.once("exit", resolve);
  });
}

function noteFile(home, name) {
  return path.join(home, "run", `${name}.json`);
}

function writeNote(home, name, { pid, cleanUp }) {
  mkdirSync(path.join(home, "run"), { recursive: true });
  writeFileSync(
    noteFile(home, name),
    JSON.stringify({ pid, start: processStart(pid), order: started.size, cleanUp: cleanUp ?? null }),
  );
}

/**
 * Stops the programs that an earlier run under this home left behind because it was killed itself. A process is
 * ours only when its start time is the noted one; any other has merely inherited the number.
 *
 * @param {string} home
 * @returns {Promise<string[]>} names of what was still running
 */
export async function stopLeftBehind(home) {
  const stopped = [];
  for (const note of readNotes(home)) {
    if (isSameProcess(note)) {
      signalGroup(note.pid, "SIGTERM");
      if (!(await endsWithin(note, stopDeadlineMs))) {
        signalGroup(note.pid, "SIGKILL");
        await endsWithin(note, stopDeadlineMs);
      }
      stopped.push(note.name);
    }
    await runCleanUp(note.cleanUp ?? undefined);
    rmSync(noteFile(home, note.name), { force: true });
  }
  return stopped;
}

function readNotes(home) {
  let files;
  try {
    files = readdirSync(path.join(home, "run"));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
  const notes = files.filter((file) => file.endsWith(".json")).flatMap((file) => readNote(home, file));
  // The newest first: what is left of the app lets go of its work while its database still answers.
  return notes.sort((one, other) => other.order - one.order);
}

function readNote(home, file) {
  try {
    return [
      {
        name: path.basename(file, ".json"),
        ...JSON.parse(readFileSync(path.join(home, "run", file), "utf8")),
      },
    ];
  } catch {
    // A note cut short by a crash names no process; the file is overwritten at the next start.
    return [];
  }
}

function isSameProcess({ pid, start }) {
  return start !== null && processStart(pid) === start;
}

async function endsWithin(note, deadlineMs) {
  const deadline = Date.now() + deadlineMs;
  while (isSameProcess(note)) {
    if (Date.now() > deadline) return false;
    await delay(50);
  }
  return true;
}
