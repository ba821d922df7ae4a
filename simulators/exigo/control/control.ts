import { createCustomer } from "../api/customers.ts";
import type { OperationContext } from "../api/operation.ts";
import { contextOf } from "../api/operation.ts";
import { movePointsAsExigo } from "../api/points.ts";
import type { RequestInput } from "../http/request-input.ts";
import type { Reply } from "../http/reply.ts";
import { errorReply, jsonReply, Refusal, replyForThrown } from "../http/reply.ts";
import type { Request } from "../http/request.ts";
import { jsonInputOf } from "../http/request.ts";
import { customerById, newCompany } from "../state/company.ts";
import { applySettings, switches } from "../state/settings.ts";
import type { DownMode, Simulator } from "../state/simulator.ts";
import { DEFAULT_COMPANY } from "../state/simulator.ts";
import { changeWarehouse, seedItem, setStock, setTax } from "./catalog.ts";
import { readFaultOrder } from "./fault-order.ts";
import { showState } from "./show-state.ts";

type Handler = (simulator: Simulator, input: RequestInput, request: Request) => unknown;

const downModes: readonly DownMode[] = ["up", "status-503", "drop-connection"];

const handlers: Record<string, Handler> = {
  "GET /control/state": (simulator) => showState(simulator),
  "POST /control/reset": (simulator) => {
    simulator.reset();
    return showState(simulator);
  },
  "POST /control/companies": addCompany,
  "POST /control/point-accounts": addPointAccount,
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
  return contextOf({ company, settings: simulator.settings, at: simulator.clock(), caller: "exigo" });
}

/** The member is `companyKey`, because `company` is a column of a customer. */
function companyKeyOf(input: RequestInput): string {
  return input.text("companyKey") ?? DEFAULT_COMPANY;
}

/** Adds a company, or one more login to a company that exists. */
function addCompany(simulator: Simulator, input: RequestInput): unknown {
  const key = companyKeyOf(input);
  if (!/^[a-z0-9-]{1,50}$/i.test(key))
    throw new Refusal(400, "companyKey may have letters, digits and hyphens.");
  const login = { login: requiredText(input, "login"), password: requiredText(input, "password") };
  const known = simulator.company(key);
  if (known === null) simulator.saved.companies.push(newCompany(key, login));
  else known.logins = [...known.logins.filter((other) => other.login !== login.login), login];
  return saved(simulator, { companyKey: known?.key ?? key, login: login.login });
}

function addPointAccount(simulator: Simulator, input: RequestInput): unknown {
  const { company } = exigoContext(simulator, input);
  const account = {
    pointAccountID: input.requiredInteger("pointAccountID"),
    description: requiredText(input, "description").slice(0, 50),
    currencyCode: (input.text("currencyCode") ?? "usd").slice(0, 3),
  };
  if (company.pointAccounts.some((known) => known.pointAccountID === account.pointAccountID)) {
    throw new Refusal(400, "pointAccountID is already in use.");
  }
  company.pointAccounts.push(account);
  return saved(simulator, { pointAccount: account });
}

/** Sets whether Exigo answers, refuses every call with 503, or cuts every connection. */
export function setDown(simulator: Simulator, input: RequestInput): unknown {
  const mode = input.text("mode") as DownMode | null;
  if (mode === null || !downModes.includes(mode)) {
    throw new Refusal(400, `mode must be one of: ${downModes.join(", ")}.`);
  }
  simulator.down = mode;
  return { down: mode };
}

function requiredText(input: RequestInput, name: string): string {
  const value = input.text(name)?.trim() ?? "";
  if (value === "") throw new Refusal(400, `${name} is required.`);
  return value;
}

/** Switches are named exactly, so that a misspelt one is refused; the body is known to be a JSON object by now. */
function namedTexts(body: string): Map<string, unknown> {
  return new Map(Object.entries(JSON.parse(body === "" ? "{}" : body) as object));
}

function saved<Answer>(simulator: Simulator, answer: Answer): Answer {
  simulator.changed();
  return answer;
}
