import type { ArmedFault } from "../faults/fault-queue.ts";
import { errorReply, Refusal, replyForThrown } from "../http/reply.ts";
import type { Outcome, Reply } from "../http/reply.ts";
import type { Request } from "../http/request.ts";
import type { LoggedCall } from "../state/call-log.ts";
import type { Simulator } from "../state/simulator.ts";

/** Longer than any caller waits. */
const NO_ANSWER_MS = 10 * 60 * 1000;

/** What a caller's interface knows of a call before anything is carried out. */
export interface Call {
  operation: string;
  company: string | null;
  /** Checks credentials and address, and gives the effect. Throws Refusal. */
  admit: () => Effect;
}

interface Effect {
  writes: boolean;
  run: () => Reply;
}

/** Where the outcome of a call is noted while it is being answered. */
interface Attempt {
  simulator: Simulator;
  effect: Effect;
  logged: LoggedCall;
}

/**
 * Answers one call of either interface: refused while the simulator is down, from a blocked address or without valid
 * credentials; then carried out, with the fault that strikes it, if any. Every call is logged.
 */
export async function answerCall(simulator: Simulator, request: Request, call: Call): Promise<Outcome> {
  const logged = logCall(simulator, request, call);
  const outcome = await answer(simulator, call, logged);
  // What happens has happened by then: only the answer takes its time.
  if (simulator.timing.answerMs > 0) await simulator.wait(simulator.timing.answerMs);
  logged.status = outcome.kind === "drop" ? null : outcome.reply.status;
  if (outcome.kind === "reply" && outcome.reply.status >= 400) {
    logged.message = (JSON.parse(outcome.reply.body) as { message: string }).message;
  }
  return outcome;
}

async function answer(simulator: Simulator, call: Call, logged: LoggedCall): Promise<Outcome> {
  const { down } = simulator;
  if (down !== "up") {
    logged.fault = "down";
    if (down === "no-answer") await simulator.wait(NO_ANSWER_MS);
    return down === "status-503" ? reply(errorReply(503)) : { kind: "drop" };
  }
  try {
    if (simulator.settings.ipWhitelist === "blocked")
      throw new Refusal(403, "IP address is not whitelisted.");
    const attempt = { simulator, effect: call.admit(), logged };
    const fault = simulator.faults.take(call.operation);
    logged.fault = fault?.kind ?? null;
    return fault === null ? reply(carryOut(attempt)) : await strike(attempt, fault);
  } catch (thrown) {
    return reply(replyForThrown(thrown));
  }
}

async function strike(attempt: Attempt, fault: ArmedFault): Promise<Outcome> {
  switch (fault.kind) {
    case "error-before-effect":
      return reply(errorReply(500));
    case "status":
      return reply(errorReply(fault.status));
    case "drop-connection-before-effect":
      return { kind: "drop" };
    case "answer-lost-after-effect":
      carryOut(attempt);
      return { kind: "drop" };
    case "status-after-effect": {
      const done = carryOut(attempt);
      return reply(done.status === 200 ? errorReply(fault.status) : done);
    }
    case "slow": {
      const done = carryOut(attempt);
      await attempt.simulator.wait(fault.delayMs);
      return reply(done);
    }
    case "applied-late":
      void attempt.simulator.wait(fault.delayMs).then((elapsed) => elapsed && carryOut(attempt));
      return { kind: "drop" };
  }
}

/** Carries the operation out, now. A refusal of the operation itself is an answer, too. */
function carryOut({ simulator, effect, logged }: Attempt): Reply {
  try {
    const done = effect.run();
    logged.applied = true;
    if (effect.writes) simulator.changed();
    return done;
  } catch (thrown) {
    return replyForThrown(thrown);
  }
}

function reply(done: Reply): Outcome {
  return { kind: "reply", reply: done };
}

function logCall(simulator: Simulator, request: Request, call: Call): LoggedCall {
  const query =
    request.query.size === 0 ? "" : `?${decodeURIComponent(request.query.toString().replaceAll("+", " "))}`;
  return simulator.log.add({
    at: simulator.clock().toISOString(),
    company: call.company,
    operation: call.operation,
    method: request.method,
    path: `${request.path}${query}`,
    status: null,
    applied: false,
    fault: null,
    message: null,
  });
}
