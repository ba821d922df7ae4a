import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";

const LONGEST_MS = 24 * 60 * 60 * 1000;

/** How long things take. */
export interface Timing {
  /** How long every answer of the REST and OData interfaces takes at least. */
  answerMs: number;
  /** How far the reporting side (OData and reports) is behind what happened. */
  historyLagMs: number;
}

export const defaultTiming = (): Timing => ({ answerMs: 0, historyLagMs: 0 });

/** Sets what is named and leaves the rest. Refuses what is below zero or longer than a day, and then sets none. */
export function applyTiming(timing: Timing, input: RequestInput): void {
  const read = (name: keyof Timing) => {
    const value = input.integer(name) ?? timing[name];
    if (value < 0 || value > LONGEST_MS) {
      throw new Refusal(400, `${name} must be between 0 and ${LONGEST_MS} milliseconds.`);
    }
    return value;
  };
  Object.assign(timing, { answerMs: read("answerMs"), historyLagMs: read("historyLagMs") });
}
