import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { undoable } from "../state/undo.ts";
import { createCustomer, updateCustomer } from "./customers.ts";
import { createItem, updateItem } from "./items.ts";
import { setItemPointAccount, setItemPrice, setItemWarehouse } from "./item-settings.ts";
import { updateOrder } from "./order-updates.ts";
import { createOrder, importOrder } from "./orders.ts";
import { createPayment, createPointPayment } from "./payments.ts";
import type { Operation, OperationContext } from "./operation.ts";

export const transactionOperations: readonly Operation[] = [
  { name: "ProcessTransaction", method: "POST", path: "/transaction", writes: true, run: processTransaction },
];

/**
 * What may take part. Points, changes of status, stock and everything that reads may not, by the marker interface of
 * Exigo's own client.
 */
const members: Record<string, Operation["run"]> = {
  CreateCustomer: createCustomer,
  UpdateCustomer: updateCustomer,
  CreateOrder: createOrder,
  CreateOrderImport: importOrder,
  UpdateOrder: updateOrder,
  CreatePayment: createPayment,
  CreatePaymentPointAccount: createPointPayment,
  CreateItem: createItem,
  UpdateItem: updateItem,
  SetItemPrice: setItemPrice,
  SetItemWarehouse: setItemWarehouse,
  SetItemPointAccount: setItemPointAccount,
};

/**
 * Carries out several writes, all or none. Ids of what was made earlier in it are left out or 0 and are filled in.
 * It is atomic and not deduplicating: the same call again makes everything again.
 */
function processTransaction(context: OperationContext, input: RequestInput): Record<string, unknown> {
  if (context.settings.transactionRoute === "off") throw new Refusal(404, "Resource not found.");
  const requests = input.objects("transactionRequests");
  if (requests.length === 0) throw new Refusal(400, "transactionRequests is required.");
  const { draft, undo } = undoable(context.company);
  try {
    return { transactionResponses: carryOut({ ...context, company: draft }, requests) };
  } catch (thrown) {
    undo();
    throw thrown;
  }
}

function carryOut(context: OperationContext, requests: readonly RequestInput[]): object[] {
  const made: Record<string, unknown> = {};
  return requests.map((request) => {
    const name = request.requiredText("typeName").replace(/Request$/, "");
    const run = members[name];
    if (run === undefined) throw new Refusal(400, `${name} cannot take part in a transaction.`);
    const asked = request.object("request");
    if (asked === null) throw new Refusal(400, "request is required.");
    const response = run(context, filledIn(asked, made));
    for (const id of ["customerID", "orderID"]) if (id in response) made[id] = response[id];
    return { typeName: `${name}Response`, response: { ...response, result: null } };
  });
}

/** An id that is absent or 0 stands for what was made earlier; one that is given by key stays as it is. */
function filledIn(asked: RequestInput, made: Record<string, unknown>): RequestInput {
  const missing = Object.entries(made).filter(([id]) => {
    const key = id.replace(/ID$/, "Key");
    return (asked.text(id) ?? "0") === "0" && asked.text(key) === null;
  });
  return asked.with(Object.fromEntries(missing.map(([id, value]) => [id, String(value)])));
}
