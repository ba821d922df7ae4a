import { jsonDecimal } from "../http/json.ts";
import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import type { Company, PointTransactionRow } from "../state/company.ts";
import { balanceKey } from "../state/company.ts";
import { formatDecimal } from "../values/decimal.ts";
import { readEnum } from "./columns.ts";
import type { Operation, OperationContext } from "./operation.ts";
import { fitText, requireCustomer } from "./operation.ts";

const REFERENCE_LENGTH = 100;
const ADJUSTMENT = 3;
/** By id. Redemption and Adjustment are fixed by Exigo; that the payment type has id 1 is a guess. */
const transactionTypes = ["None", "PointRedemptionPayment", "Redemption", "Adjustment"];

export const pointOperations: readonly Operation[] = [
  { name: "GetPointAccount", method: "GET", path: "/point/account", writes: false, run: getPointAccount },
  {
    name: "CreatePointTransaction",
    method: "POST",
    path: "/point",
    writes: true,
    run: createPointTransaction,
  },
];

/** One customer's balance on one point account; no history, no time, no version. */
function getPointAccount(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const { company, settings } = context;
  const pointAccountID = requirePointAccount(company, input);
  const { customerID } = requireCustomer(context, input);
  const units = company.balanceUnits[balanceKey(pointAccountID, customerID)];
  if (units === undefined && settings.absentPointAccount === "error") {
    throw new Refusal(400, "The customer has no such point account.");
  }
  return { balance: jsonDecimal(formatDecimal(units ?? 0)) };
}

/** Adds one signed amount. Nothing is compared with earlier calls: the same call twice moves the points twice. */
function createPointTransaction(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const { settings, caller } = context;
  const movement = readMovement(context, input);
  const after = movement.balanceUnits + movement.amountUnits;
  if (settings.overdraft === "refused" && movement.amountUnits < 0 && after < 0) {
    throw new Refusal(400, "The point balance is not sufficient.");
  }
  const reference = input.text("reference");
  const row = appendMovement(context, {
    customerID: movement.customerID,
    pointAccountID: movement.pointAccountID,
    amountUnits: movement.amountUnits,
    typeID: readType(input),
    reference: reference === null ? null : fitText(settings, "reference", reference, REFERENCE_LENGTH),
    orderID: null,
    createdBy: caller,
    movedBy: "api",
  });
  return { transactionID: row.transactionID };
}

/**
 * Moves points as Exigo itself does, by a payment, an item's increment or a person in its back office.
 * The reason becomes the row's reference. The overdraft switch, a rule of the API, does not hold here.
 */
export function movePointsAsExigo(context: OperationContext, input: RequestInput): PointTransactionRow {
  const reason = input.text("reason")?.trim() ?? "";
  if (reason === "") throw new Refusal(400, "reason is required.");
  const { balanceUnits: _before, ...movement } = readMovement(context, input);
  return appendMovement(context, {
    ...movement,
    typeID: ADJUSTMENT,
    orderID: null,
    reference: fitText(context.settings, "reason", reason, REFERENCE_LENGTH),
    createdBy: "exigo",
    movedBy: "exigo",
  });
}

function readMovement(context: OperationContext, input: RequestInput) {
  const { company } = context;
  const pointAccountID = requirePointAccount(company, input);
  const { customerID } = requireCustomer(context, input);
  const amountUnits = input.decimalUnits("amount");
  if (amountUnits === null) throw new Refusal(400, "amount is required.");
  const balanceUnits = company.balanceUnits[balanceKey(pointAccountID, customerID)] ?? 0;
  if (!Number.isSafeInteger(balanceUnits + amountUnits))
    throw new Refusal(400, "The balance would be too large.");
  return { pointAccountID, customerID, amountUnits, balanceUnits };
}

export function requirePointAccount(company: Company, input: RequestInput): number {
  const pointAccountID = input.requiredInteger("pointAccountID");
  if (!company.pointAccounts.some((account) => account.pointAccountID === pointAccountID)) {
    throw new Refusal(400, "Point account not found.");
  }
  return pointAccountID;
}

/** The type is for logging only: it has no say in the sign. */
function readType(input: RequestInput): number {
  const written = input.text("pointTransactionTy");
  return written === null ? ADJUSTMENT : readEnum("pointTransactionTy", written, transactionTypes);
}

/** Adds a line to the history and moves the balance with it. */
export function appendMovement(
  { company, now }: OperationContext,
  movement: Omit<PointTransactionRow, "transactionID" | "transactionDate">,
): PointTransactionRow {
  const row = { transactionID: company.nextTransactionID, transactionDate: now, ...movement };
  company.nextTransactionID += 1;
  company.pointTransactions.push(row);
  const key = balanceKey(row.pointAccountID, row.customerID);
  company.balanceUnits[key] = (company.balanceUnits[key] ?? 0) + row.amountUnits;
  return row;
}
