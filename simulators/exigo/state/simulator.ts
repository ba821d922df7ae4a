import { FaultQueue } from "../faults/fault-queue.ts";
import { CallLog } from "./call-log.ts";
import type { Company } from "./company.ts";
import { newCompany } from "./company.ts";
import type { Settings } from "./settings.ts";
import { defaultSettings } from "./settings.ts";
import type { Timing } from "./timing.ts";
import { defaultTiming } from "./timing.ts";
import { centralWallClock } from "../values/central-time.ts";

export const DEFAULT_COMPANY = "demo";
const DEFAULT_LOGIN = { login: "api", password: "demo-password" };

/** The part that survives a restart. */
export interface SavedState {
  formatVersion: 1;
  companies: Company[];
  settings: Settings;
  timing: Timing;
}

export const downModes = {
  up: "Exigo answers",
  "status-503": "Down: every call gets 503",
  "drop-connection": "Down: every connection is cut",
  "no-answer": "Down: every call waits for an answer in vain",
} as const;
export type DownMode = keyof typeof downModes;

/** The whole simulator: what is saved, and the faults and the log, which a restart clears. */
export class Simulator {
  readonly clock: () => Date;
  readonly faults = new FaultQueue();
  readonly log = new CallLog();
  saved: SavedState;
  #down: DownMode = "up";
  #downUntil: Date | null = null;
  readonly #closing = new AbortController();
  readonly #onChange: () => void;

  constructor(options: { clock: () => Date; saved: SavedState | null; onChange: () => void }) {
    this.clock = options.clock;
    this.saved = options.saved ?? freshState();
    this.#onChange = options.onChange;
  }

  get settings(): Settings {
    return this.saved.settings;
  }

  get timing(): Timing {
    return this.saved.timing;
  }

  /** How Exigo is down; "up" when it is not, or no longer. */
  get down(): DownMode {
    if (this.#downUntil !== null && this.clock() >= this.#downUntil) this.setDown("up", null);
    return this.#down;
  }

  set down(mode: DownMode) {
    this.setDown(mode, null);
  }

  /** When it answers again by itself; null: it is up, or stays down until somebody says otherwise. */
  get downUntil(): Date | null {
    return this.#downUntil;
  }

  setDown(mode: DownMode, until: Date | null): void {
    this.#down = mode;
    this.#downUntil = mode === "up" ? null : until;
  }

  /** The Central wall clock up to which the reporting side knows what happened. */
  reportedUpTo(): string {
    return centralWallClock(new Date(this.clock().getTime() - this.timing.historyLagMs));
  }

  /** The company of this key, without regard to case; null when there is none. */
  company(key: string): Company | null {
    const wanted = key.toLowerCase();
    return this.saved.companies.find((company) => company.key.toLowerCase() === wanted) ?? null;
  }

  /** Says that something that is saved has changed. */
  changed(): void {
    this.#onChange();
  }

  /** Forgets everything: companies, settings, faults, the log. */
  reset(): void {
    this.saved = freshState();
    this.faults.clear();
    this.log.clear();
    this.setDown("up", null);
    this.changed();
  }

  /** Waits; ends early when the simulator closes. Gives false in that case. */
  async wait(delayMs: number): Promise<boolean> {
    const { signal } = this.#closing;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(false);
      const stop = () => {
        clearTimeout(timer);
        resolve(false);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", stop);
        resolve(true);
      }, delayMs);
      signal.addEventListener("abort", stop, { once: true });
    });
  }

  close(): void {
    this.#closing.abort();
  }
}

function freshState(): SavedState {
  return {
    formatVersion: 1,
    companies: [newCompany(DEFAULT_COMPANY, { ...DEFAULT_LOGIN })],
    settings: defaultSettings(),
    timing: defaultTiming(),
  };
}
