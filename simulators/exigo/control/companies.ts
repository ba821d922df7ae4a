import type { OperationContext } from "../api/operation.ts";
import { requirePointAccount } from "../api/points.ts";
import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { newCompany } from "../state/company.ts";
import type { Simulator } from "../state/simulator.ts";
import { DEFAULT_COMPANY } from "../state/simulator.ts";

/** The member is `companyKey`, because `company` is a column of a customer. */
export function companyKeyOf(input: RequestInput): string {
  return input.text("companyKey") ?? DEFAULT_COMPANY;
}

/** Adds a company, or one more login to a company that exists. */
export function addCompany(simulator: Simulator, input: RequestInput): unknown {
  const key = companyKeyOf(input);
  if (!/^[a-z0-9-]{1,50}$/i.test(key))
    throw new Refusal(400, "companyKey may have letters, digits and hyphens.");
  const login = { login: input.requiredText("login"), password: input.requiredText("password") };
  const known = simulator.company(key);
  if (known === null) simulator.saved.companies.push(newCompany(key, login));
  else known.logins = [...known.logins.filter((other) => other.login !== login.login), login];
  return { companyKey: known?.key ?? key, login: login.login };
}

/** Adds a point account. Unless told otherwise it pays for orders, without a limit. */
export function addPointAccount({ company }: OperationContext, input: RequestInput): unknown {
  const account = {
    pointAccountID: input.requiredInteger("pointAccountID"),
    description: input.requiredText("description").slice(0, 50),
    currencyCode: (input.text("currencyCode") ?? "usd").slice(0, 3),
    canPayForOrders: input.boolean("canPayForOrders") ?? true,
    limitPaymentToSubTotal: input.boolean("limitPaymentToSubTotal") ?? false,
  };
  if (company.pointAccounts.some((known) => known.pointAccountID === account.pointAccountID)) {
    throw new Refusal(400, "pointAccountID is already in use.");
  }
  company.pointAccounts.push(account);
  return { pointAccount: account };
}

/** Says whether a point account pays for orders, and whether up to the subtotal only. */
export function setPointAccountRules({ company }: OperationContext, input: RequestInput): unknown {
  const pointAccountID = requirePointAccount(company, input);
  const account = company.pointAccounts.find((known) => known.pointAccountID === pointAccountID);
  for (const rule of ["canPayForOrders", "limitPaymentToSubTotal"] as const) {
    const value = input.boolean(rule);
    if (account !== undefined && value !== null) account[rule] = value;
  }
  return { pointAccount: account };
}
