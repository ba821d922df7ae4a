import { raiseEvent } from "../api/customer-events.ts";
import { createCustomer } from "../api/customers.ts";
import type { OperationContext } from "../api/operation.ts";
import { contextOf } from "../api/operation.ts";
import { movePointsAsExigo } from "../api/points.ts";
import type { RequestInput } from "../http/request-input.ts";
import type { Reply } from "../http/reply.ts";
import { errorReply, jsonReply, Refusal, replyForThrown } from "../http/reply.ts";
import type { Request } from "../http/request.ts";
import { jsonInputOf } from "../http/request.ts";
import { customerById } from "../state/company.ts";
import { applySettings, switches } from "../state/settings.ts";
import type { DownMode, Simulator } from "../state/simulator.ts";
import { downModes } from "../state/simulator.ts";
import { applyTiming } from "../state/timing.ts";
import { changeWarehouse, seedItem, setStock, setTax } from "./catalog.ts";
import { addCompany, addPointAccount, companyKeyOf, setPointAccountRules } from "./companies.ts";
import { readFaultOrder } from "./fault-order.ts";
import { setReport } from "./reports.ts";
import { seedCustomers, setBalances } from "./seed.ts";
import { showState } from "./show-state.ts";

type Handler = (simulator: Simulator, input: RequestInput, request: Request) => unknown;

const handlers: Record<string, Handler> = {
  "GET /control/state": (simulator) => showState(simulator),
  "POST /control/reset": (simulator) => {
    simulator.reset();
    return showState(simulator);
  },
  "POST /control/companies": (simulator, input) => saved(simulator, addCompany(simulator, input)),
  "POST /control/point-accounts": (simulator, input) =>
    saved(simulator, addPointAccount(exigoContext(simulator, input), input)),
  "POST /control/point-account-rules": (simulator, input) =>
    saved(simulator, setPointAccountRules(exigoContext(simulator, input), input)),
  "POST /control/customers": (simulator, input) =>
    saved(simulator, createCustomer(exigoContext(simulator, input), input)),
  "POST /control/ranks": (simulator, input) => {
    const { company } = exigoContext(simulator, input);
    const row = customerById(company, input.requiredInteger("customerID"));
    if (row === null) throw new Refusal(404, "There is no such customer.");
    row.rankID = input.requiredInteger("rankID");
    return saved(simulator, { customerID: row.customerID, rankID: row.rankID });
  },
  "POST /control/items": seeds(seedItem),
  "POST /control/stock": seeds(setStock),
  "POST /control/warehouses": seeds(changeWarehouse),
  "POST /control/tax": seeds(setTax),
  "POST /control/points": (simulator, input) => {
    const row = movePointsAsExigo(exigoContext(simulator, input), input);
    return saved(simulator, { transactionID: row.transactionID });
  },
  "GET /control/settings": (simulator) => ({ settings: simulator.settings, switches }),
  "POST /control/settings": (simulator, _input, request) => {
    applySettings(simulator.settings, namedTexts(request.body));
    return saved(simulator, { settings: simulator.settings });
  },
  "GET /control/timing": (simulator) => ({ timing: simulator.timing }),
  "POST /control/timing": (simulator, input) => {
    applyTiming(simulator.timing, input);
    return saved(simulator, { timing: simulator.timing });
  },
  "POST /control/seed": (simulator, input) =>
    saved(simulator, seedCustomers(exigoContext(simulator, input), input)),
  "POST /control/balances": (simulator, input) =>
    saved(simulator, setBalances(exigoContext(simulator, input), input)),
  "POST /control/customer-events": (simulator, input) =>
    saved(simulator, raiseEvent(exigoContext(simulator, input), input)),
  "POST /control/reports": (simulator, input) =>
    saved(simulator, setReport(exigoContext(simulator, input), input)),
  "GET /control/faults": (simulator) => ({ faults: simulator.faults.list() }),
  "POST /control/faults": (simulator, input) => ({ fault: simulator.faults.arm(readFaultOrder(input)) }),
  "DELETE /control/faults": (simulator) => ({ cleared: simulator.faults.clear() }),
  "POST /control/down": setDown,
  "GET /control/log": (simulator) => ({ calls: simulator.log.list() }),
  "DELETE /control/log": (simulator) => {
    simulator.log.clear();
    return { calls: [] };
  },
};

/** A change that Exigo's own people make, in the company that the call names. */
function seeds(run: (context: OperationContext, input: RequestInput) => unknown): Handler {
  return (simulator, input) => saved(simulator, run(exigoContext(simulator, input), input));
}

/** Answers the control interface, through which tests and the demo steer the simulator. */
export function answerControl(simulator: Simulator, request: Request): Reply {
  const oneFault = /^\/control\/faults\/(\d{1,9})$/.exec(request.path)?.[1];
  if (oneFault !== undefined && request.method === "DELETE") {
    return jsonReply(200, { cleared: simulator.faults.clear(Number(oneFault)) });
  }
  const handler = handlers[`${request.method} ${request.path}`];
  if (handler === undefined) return errorReply(404, `There is no ${request.method} ${request.path}.`);
  try {
    return jsonReply(200, handler(simulator, jsonInputOf(request.body), request));
  } catch (thrown) {
    return replyForThrown(thrown);
  }
}

/** The context of what Exigo does by itself, in the company that the input names or in the first one. */
export function exigoContext(simulator: Simulator, input: RequestInput): OperationContext {
  const key = companyKeyOf(input);
  const company = simulator.company(key);
  if (company === null) throw new Refusal(400, `There is no company ${key}.`);
  return contextOf(simulator, company, "exigo");
}

/** Sets whether Exigo answers, and how it does not; for good, or for some minutes of the simulator's clock. */
export function setDown(simulator: Simulator, input: RequestInput): unknown {
  const mode = input.text("mode") ?? "";
  if (!Object.hasOwn(downModes, mode)) {
    throw new Refusal(400, `mode must be one of: ${Object.keys(downModes).join(", ")}.`);
  }
  const minutes = input.integer("minutes");
  if (minutes !== null && minutes < 1) throw new Refusal(400, "minutes must be above zero.");
  const until = minutes === null ? null : new Date(simulator.clock().getTime() + minutes * 60_000);
  simulator.setDown(mode as DownMode, until);
  return { down: simulator.down, until: simulator.downUntil };
}

/** Switches are named exactly, so that a misspelt one is refused; the body is known to be a JSON object by now. */
function namedTexts(body: string): Map<string, unknown> {
  return new Map(Object.entries(JSON.parse(body === "" ? "{}" : body) as object));
}

function saved<Answer>(simulator: Simulator, answer: Answer): Answer {
  simulator.changed();
  return answer;
}
