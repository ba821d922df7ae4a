export const faultKinds = {
  "answer-lost-after-effect": "The effect is applied, then the connection is lost",
  "error-before-effect": "500, and nothing was applied",
  "drop-connection-before-effect": "The connection is lost, and nothing was applied",
  status: "A status of your choice (429, 500, 503), and nothing was applied",
  "status-after-effect": "The effect is applied, but the answer is an error status",
  slow: "The effect is applied, the answer comes late",
  "applied-late": "The connection is lost at once, the effect is applied later",
} as const;

export type FaultKind = keyof typeof faultKinds;

/** What to arm. `operation` is an operation's name or "*". */
export interface FaultOrder {
  operation: string;
  kind: FaultKind;
  /** How many calls it strikes; null means every call that the probability picks, until it is cleared. */
  times: number | null;
  /** Between 0 and 1; 1 strikes every call. */
  probability: number;
  /** Makes the picks of a probability the same on every run. */
  seed: number;
  /** The HTTP status of the status kinds. */
  status: number;
  /** How long slow and applied-late wait. */
  delayMs: number;
}

export interface ArmedFault extends FaultOrder {
  id: number;
  struck: number;
}

interface QueuedFault {
  fault: ArmedFault;
  random: () => number;
}

/** The faults that are armed, first in first out. At most one strikes a call. */
export class FaultQueue {
  #queue: QueuedFault[] = [];
  #nextId = 1;

  arm(order: FaultOrder): ArmedFault {
    const fault = { ...order, id: this.#nextId++, struck: 0 };
    this.#queue.push({ fault, random: seededRandom(order.seed) });
    return fault;
  }

  list(): ArmedFault[] {
    return this.#queue.map(({ fault }) => ({ ...fault }));
  }

  /** Takes the fault that strikes this call, and counts it; null when none does. */
  take(operation: string): ArmedFault | null {
    for (const { fault, random } of this.#queue) {
      if (fault.operation !== "*" && fault.operation !== operation) continue;
      if (fault.probability < 1 && random() >= fault.probability) continue;
      fault.struck += 1;
      if (fault.times !== null && fault.struck >= fault.times) this.clear(fault.id);
      return fault;
    }
    return null;
  }

  /** Clears one fault, or all without an id. Gives how many were cleared. */
  clear(id?: number): number {
    const before = this.#queue.length;
    this.#queue = id === undefined ? [] : this.#queue.filter(({ fault }) => fault.id !== id);
    return before - this.#queue.length;
  }
}

/** Mulberry32: small, and the same on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
