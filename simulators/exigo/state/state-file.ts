import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { newCompany } from "./company.ts";
import type { SavedState } from "./simulator.ts";
import { defaultSettings } from "./settings.ts";
import { defaultTiming } from "./timing.ts";

const WRITE_DELAY_MS = 200;

/** A state file that exists but cannot be used. Its message is one sentence for the person who starts the simulator. */
export class StateFileError extends Error {}

/** Reads the saved state; null when there is no file yet. Throws StateFileError for one that cannot be used. */
export function readStateFile(path: string): SavedState | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new StateFileError(`The Exigo simulator cannot read its state file ${path}.`, { cause });
  }
  const saved = parseSavedState(text);
  if (saved === null) {
    throw new StateFileError(
      `The state file ${path} is not one of the Exigo simulator; move it away to start afresh.`,
    );
  }
  // A file of an older day lacks the newer switches, and its companies the newer kinds of rows.
  const companies = saved.companies.map((company) => ({
    ...newCompany(company.key, company.logins[0] ?? { login: "", password: "" }),
    ...company,
  }));
  return {
    ...saved,
    companies,
    settings: { ...defaultSettings(), ...saved.settings },
    timing: { ...defaultTiming(), ...saved.timing },
  };
}

function parseSavedState(text: string): SavedState | null {
  try {
    const parsed = JSON.parse(text) as Partial<SavedState> | null;
    return parsed?.formatVersion === 1 && Array.isArray(parsed.companies) ? (parsed as SavedState) : null;
  } catch {
    return null;
  }
}

/** Writes the state a moment after it changed, whole and by rename, so that a reader never meets half a file. */
export class StateFileWriter {
  readonly #path: string;
  readonly #current: () => SavedState;
  #timer: NodeJS.Timeout | null = null;

  constructor(path: string, current: () => SavedState) {
    this.#path = path;
    this.#current = current;
  }

  /** Many changes in a row make one write, and a steady stream of them cannot put it off for ever. */
  schedule(): void {
    this.#timer ??= setTimeout(() => this.flush(), WRITE_DELAY_MS);
  }

  /** Writes now if something changed since the last write. */
  flush(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    mkdirSync(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.${process.pid}.draft`;
    writeFileSync(draft, JSON.stringify(this.#current()), { mode: 0o600 });
    renameSync(draft, this.#path);
  }
}
