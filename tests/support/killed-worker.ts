import { throughTripwire } from "./addresses.ts";
import type { StartedProcess } from "./processes.ts";
import type { Stack } from "./stack.ts";
import { startTripwire } from "./tripwire.ts";
import type { Tripwire, Watch } from "./tripwire.ts";

/** What goes one way over one of the worker's connections. */
export type Piece = Parameters<Watch>[0];

/** Enough of what was said to know the place. */
const SHOWN = 80;

/**
 * A worker that speaks to the world through relays, which can kill it before a piece arrives. It is started again
 * whenever it ends, as a supervisor does.
 */
export class KilledWorker {
  readonly #stack: Stack;
  readonly #tripwires: Tripwire[] = [];
  #worker: StartedProcess | null = null;
  #strikes: (piece: Piece) => boolean = () => false;
  #killedAt: string | null = null;
  #closing = false;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** Where it was killed since it was armed; null: it was not. */
  get killedAt(): string | null {
    return this.#killedAt;
  }

  /** The address of a relay to this one. */
  async wire(name: string, url: string): Promise<string> {
    const { hostname: host, port } = new URL(url);
    const tripwire = await startTripwire({ name, host, port: Number(port) }, (piece) => this.#watch(piece));
    this.#tripwires.push(tripwire);
    return throughTripwire(url, tripwire.port);
  }

  supervise(environment: Record<string, string>): void {
    const worker = this.#stack.startWorker(environment);
    this.#worker = worker;
    void worker.exit.then(() => {
      if (!this.#closing) this.supervise(environment);
    });
  }

  /** Kills it before the first piece that this strikes; once. */
  arm(strikes: (piece: Piece) => boolean): void {
    this.#killedAt = null;
    this.#strikes = strikes;
  }

  /** Lets it live. Returns where it was killed; null: it was not. */
  disarm(): string | null {
    this.#strikes = () => false;
    return this.#killedAt;
  }

  /** Ends the stack and the relays; the worker is not started again. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#stack.close();
    for (const tripwire of this.#tripwires) await tripwire.close();
  }

  #watch(piece: Piece): boolean {
    if (this.#killedAt !== null || !this.#strikes(piece)) return true;
    const text = piece.bytes.toString("latin1").replace(/[^\x20-\x7e]+/g, " ");
    this.#killedAt = `${piece.direction} of ${piece.target}: ${text.trim().slice(0, SHOWN)}`;
    this.#worker?.child.kill("SIGKILL");
    return false;
  }
}
