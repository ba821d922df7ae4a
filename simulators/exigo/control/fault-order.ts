import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { operations } from "../api/rest.ts";
import { odataOperations } from "../api/odata.ts";
import type { FaultKind, FaultOrder } from "../faults/fault-queue.ts";
import { faultKinds } from "../faults/fault-queue.ts";

const MAX_DELAY_MS = 10 * 60 * 1000;

/** What a fault can be armed for. */
export const faultTargets: readonly string[] = [
  "*",
  ...operations.map(({ name }) => name),
  ...odataOperations,
];

/** Reads and checks an order for a fault, from the control interface or the console. */
export function readFaultOrder(input: RequestInput): FaultOrder {
  const probability = readProbability(input.text("probability"));
  const operation = input.text("operation") ?? "*";
  if (!faultTargets.includes(operation)) {
    throw new Refusal(400, `operation must be one of: ${faultTargets.join(", ")}.`);
  }
  const kind = input.text("kind") ?? "";
  if (!Object.hasOwn(faultKinds, kind)) {
    throw new Refusal(400, `kind must be one of: ${Object.keys(faultKinds).join(", ")}.`);
  }
  // A probability without a number of times goes on until it is cleared; a plain fault strikes once.
  const times = readBetween(input, "times", { min: 1, max: 1_000_000 }) ?? (probability === null ? 1 : null);
  return {
    operation,
    kind: kind as FaultKind,
    times,
    probability: probability ?? 1,
    seed: readBetween(input, "seed", { min: 0, max: 2_147_483_647 }) ?? 1,
    status: readBetween(input, "status", { min: 400, max: 599 }) ?? 503,
    delayMs: readBetween(input, "delayMs", { min: 0, max: MAX_DELAY_MS }) ?? 1000,
  };
}

function readBetween(input: RequestInput, name: string, range: { min: number; max: number }): number | null {
  const value = input.integer(name);
  if (value !== null && (value < range.min || value > range.max)) {
    throw new Refusal(400, `${name} must be between ${range.min} and ${range.max}.`);
  }
  return value;
}

/** Between 0 and 1 with 0 left out, which would never strike. */
function readProbability(written: string | null): number | null {
  if (written === null) return null;
  const value = /^(0?\.\d+|[01](\.0+)?)$/.test(written) ? Number(written) : 0;
  if (value <= 0) throw new Refusal(400, "probability must be above 0 and at most 1.");
  return value;
}
