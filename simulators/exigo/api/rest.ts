import { isKnownLogin, readBasicAuth, splitUser } from "../http/basic-auth.ts";
import { jsonReply, Refusal } from "../http/reply.ts";
import type { Outcome } from "../http/reply.ts";
import type { Request } from "../http/request.ts";
import { inputOf } from "../http/request.ts";
import type { Simulator } from "../state/simulator.ts";
import { answerCall } from "./answer-call.ts";
import { customerEventOperations } from "./customer-events.ts";
import { customerOperations } from "./customers.ts";
import { itemSettingOperations } from "./item-settings.ts";
import { itemOperations } from "./items.ts";
import type { Operation } from "./operation.ts";
import { contextOf } from "./operation.ts";
import { orderSearchOperations } from "./order-search.ts";
import { orderUpdateOperations } from "./order-updates.ts";
import { orderOperations } from "./orders.ts";
import { paymentOperations } from "./payments.ts";
import { pointOperations } from "./points.ts";
import { reportOperations } from "./reports.ts";
import { transactionOperations } from "./transaction.ts";
import { warehouseOperations } from "./warehouses.ts";

export const REST_BASE = "/3.0";

/** Every operation of the REST interface; each resource brings its own. */
export const operations: readonly Operation[] = [
  ...customerOperations,
  ...customerEventOperations,
  ...pointOperations,
  ...itemOperations,
  ...itemSettingOperations,
  ...warehouseOperations,
  ...orderOperations,
  ...orderSearchOperations,
  ...orderUpdateOperations,
  ...paymentOperations,
  ...transactionOperations,
  ...reportOperations,
];

/** Answers a call of the REST interface, whose credentials are `login@company` and a password. */
export function answerRest(simulator: Simulator, request: Request): Promise<Outcome> {
  const path = request.path.slice(REST_BASE.length).toLowerCase();
  const atPath = operations.filter((operation) => operation.path === path);
  const operation = atPath.find(({ method }) => method === request.method);
  const credentials = readBasicAuth(request.authorization);
  const user = credentials === null ? null : splitUser(credentials.user);
  return answerCall(simulator, request, {
    operation: operation?.name ?? "Unknown",
    company: user?.company ?? null,
    admit: () => {
      const company = user === null ? null : simulator.company(user.company);
      if (
        company === null ||
        user === null ||
        credentials === null ||
        !isKnownLogin(company, user.login, credentials.password)
      ) {
        throw new Refusal(401, "The login, the company or the password is not valid.");
      }
      if (atPath.length === 0) throw new Refusal(404, `There is no resource at ${request.path}.`);
      if (operation === undefined) {
        throw new Refusal(405, `The resource does not support the method ${request.method}.`);
      }
      const run = () => {
        const context = contextOf(simulator, company, user.login);
        return jsonReply(200, { ...operation.run(context, inputOf(request)), result: null });
      };
      return { writes: operation.writes, run };
    },
  });
}
