import { planReread } from "#core/rereading";
import type { RereadPolicy } from "#core/rereading";

import { readInBulk } from "./rereading/read-in-bulk.ts";
import { readPages } from "./rereading/read-pages.ts";
import type { RereadPorts } from "./rereading/ports.ts";
import { laterAfter } from "./rereading/later-after.ts";
import type { Reread, RereadEnd } from "./ports/rereads.ts";

export interface WorkOnRereadPorts extends RereadPorts {
  /** Compares a shop's newest changes with what is held, at once; see `listenToShop`. */
  readonly listenNow: (shop: { programId: number; shopId: number }) => Promise<unknown>;
  /** Called with a fault that ended this turn of a run. */
  readonly onFailure: (run: { programId: number; id: number }, failure: unknown) => void;
}

export interface WorkOnRereadInput {
  readonly programId: number;
  readonly id: number;
  readonly policy: RereadPolicy;
  /** Aborted: the page under way is the last of this turn. */
  readonly signal: AbortSignal;
}

/**
 * Gives one run of re-reading its turn: plans it if it has not begun, reads on where it stood, and hands every order and
 * customer to the same use cases as their webhooks. Whoever dies in between leaves a position that the next one goes on
 * from; what is read twice says nothing new. Returns null when the run is not due or another process has the shop.
 */
export async function workOnReread(
  ports: WorkOnRereadPorts,
  { programId, id, policy, signal }: WorkOnRereadInput,
): Promise<RereadEnd | null> {
  const claimed = await ports.rereads.claim(programId, id);
  if (claimed === null) return null;
  let end: RereadEnd | null;
  try {
    end = await takeTurn(ports, claimed, policy, signal);
  } catch (failure) {
    ports.onFailure({ programId, id }, failure);
    end = laterAfter(claimed, { ok: false, failure: "retryable", message: codeOf(failure) }, ports.jitter());
  }
  // null: another process has the run since; it ends it.
  if (end !== null) await ports.rereads.end(claimed, end);
  return end;
}

async function takeTurn(
  ports: WorkOnRereadPorts,
  claimed: Reread,
  policy: RereadPolicy,
  signal: AbortSignal,
): Promise<RereadEnd | null> {
  if (claimed.isStopped) return cancelStopped(ports, claimed);
  const plan =
    claimed.range && claimed.method
      ? { range: claimed.range, method: claimed.method }
      : planReread(claimed, policy);
  const isNew = claimed.range === null;
  if (isNew && !(await ports.rereads.begin(claimed, plan))) return null;
  // What is held of customers differs from what Shopify tells only until they are read: a topic that is missing shows by it.
  if (isNew && claimed.cause === "routine" && claimed.resource === "customers")
    await ports.listenNow(claimed);
  const run = { ...claimed, ...plan };
  const work = plan.method === "bulk" ? readInBulk : readPages;
  return work(ports, run, { policy, signal });
}

/** A run that a person stopped has nothing left to read; Shopify is told not to go on with it either. */
async function cancelStopped(ports: RereadPorts, stopped: Reread): Promise<RereadEnd> {
  const { bulkOperation, shopDomain } = stopped;
  if (bulkOperation === null) return { end: "stopped" };
  const cancelled = await ports.bulkReader.cancel(shopDomain, bulkOperation);
  return cancelled.ok ? { end: "stopped" } : laterAfter(stopped, cancelled, ports.jitter());
}

/** The code only: messages may quote what was read. */
function codeOf(failure: unknown): string {
  const { code } = (failure ?? {}) as { code?: unknown };
  if (typeof code === "string") return code;
  return failure instanceof Error ? failure.name : "unknown";
}
