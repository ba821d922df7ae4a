import type { OperationContext } from "../api/operation.ts";
import { requirePointAccount } from "../api/points.ts";
import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { balanceKey, customerById } from "../state/company.ts";
import type { Company } from "../state/company.ts";
import { parseDecimal } from "../values/decimal.ts";

const MOST_CUSTOMERS = 5_000_000;

/**
 * Adds many customers at once, with balances that take turns through `amounts`: the customer at place n has the amount
 * at place n of the list, over and over. There is no movement behind such a balance.
 */
export function seedCustomers(context: OperationContext, input: RequestInput): object {
  const { company, now } = context;
  const count = input.requiredInteger("customers");
  if (count < 1 || count > MOST_CUSTOMERS) {
    throw new Refusal(400, `customers must be between 1 and ${MOST_CUSTOMERS}.`);
  }
  const amounts = input.texts("amounts").map(toUnits);
  const pointAccountID = amounts.length === 0 ? null : requirePointAccount(company, input);
  const firstCustomerID = company.nextCustomerID;
  // The rows share what they have in common: a row that is changed later gets a record of its own.
  const columns = { customerType: input.integer("customerType") ?? 1, customerStatus: 1 };
  for (let place = 0; place < count; place += 1) {
    const customerID = firstCustomerID + place;
    company.customers.push({ customerID, customerKey: null, columns, createdDate: now, modifiedDate: now });
    if (pointAccountID === null) continue;
    company.balanceUnits[balanceKey(pointAccountID, customerID)] = amounts[place % amounts.length] ?? 0;
  }
  company.nextCustomerID = firstCustomerID + count;
  return { firstCustomerID, lastCustomerID: firstCustomerID + count - 1 };
}

/** Sets balances as they are told, without any movement behind them: what a comparison has to find. */
export function setBalances({ company }: OperationContext, input: RequestInput): object {
  const pointAccountID = requirePointAccount(company, input);
  const balances = input.objects("balances").map((balance) => ({
    customerID: requireKnown(company, balance.requiredInteger("customerID")),
    units: toUnits(balance.requiredText("balance")),
  }));
  for (const { customerID, units } of balances) {
    company.balanceUnits[balanceKey(pointAccountID, customerID)] = units;
  }
  return { set: balances.length };
}

function requireKnown(company: Company, customerID: number): number {
  if (customerById(company, customerID) === null)
    throw new Refusal(400, `There is no customer ${customerID}.`);
  return customerID;
}

function toUnits(written: string): number {
  const units = parseDecimal(written);
  if (units === null) throw new Refusal(400, `${written} is no decimal with at most four decimals.`);
  return units;
}
