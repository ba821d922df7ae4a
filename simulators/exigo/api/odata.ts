import { isKnownLogin, readBasicAuth } from "../http/basic-auth.ts";
import { jsonDecimal } from "../http/json.ts";
import { jsonReply, Refusal } from "../http/reply.ts";
import type { Outcome, Reply } from "../http/reply.ts";
import type { Request } from "../http/request.ts";
import type { Company, PointTransactionRow } from "../state/company.ts";
import { balanceKey, firstIndexFrom } from "../state/company.ts";
import type { Simulator } from "../state/simulator.ts";
import { formatWithoutZone } from "../values/central-time.ts";
import { formatDecimal } from "../values/decimal.ts";
import { answerCall } from "./answer-call.ts";
import { readBalanceQuery, readPointTransactionQuery } from "./odata-query.ts";

export const ODATA_BASE = "/4.0";
const ADDRESS = /^\/4\.0\/([^/]+)\/model\/(PointTransactions|CustomerPointAccounts)$/;
export const ODATA_OPERATION = "ReadPointTransactions";
export const ODATA_BALANCES_OPERATION = "ReadCustomerPointAccounts";

/** Answers a call of the OData interface, which is read-only and authenticates with a plain `login:password`. */
export function answerOData(simulator: Simulator, request: Request): Promise<Outcome> {
  const [, company = null, set] = ADDRESS.exec(request.path) ?? [];
  const isBalances = set === "CustomerPointAccounts";
  return answerCall(simulator, request, {
    operation: company === null ? "Unknown" : isBalances ? ODATA_BALANCES_OPERATION : ODATA_OPERATION,
    company,
    admit: () => {
      if (company === null) throw new Refusal(404, `There is no resource at ${request.path}.`);
      const known = simulator.company(company);
      const credentials = readBasicAuth(request.authorization);
      if (
        known === null ||
        credentials === null ||
        !isKnownLogin(known, credentials.user, credentials.password)
      ) {
        throw new Refusal(401, "The login or the password is not valid.");
      }
      if (simulator.settings.odata === "off") throw new Refusal(404, "Resource not found.");
      if (request.method !== "GET") throw new Refusal(405, "OData is read-only.");
      return {
        writes: false,
        run: () => (isBalances ? readCustomerPointAccounts : readPointTransactions)(known, request),
      };
    },
  });
}

function readPointTransactions(company: Company, request: Request): Reply {
  const { matches, descending, top } = readPointTransactionQuery(request.query);
  const found = company.pointTransactions.filter(matches);
  if (descending) found.reverse();
  return jsonReply(200, {
    "odata.metadata": `${ODATA_BASE}/${company.key}/model/$metadata#PointTransactions`,
    value: found.slice(0, top ?? found.length).map(showTransaction),
  });
}

/** Pages by customer: `PointAccountID eq A and CustomerID gt N`, in the order of CustomerID. */
function readCustomerPointAccounts(company: Company, request: Request): Reply {
  const { pointAccountID, afterCustomerID, top } = readBalanceQuery(request.query);
  const value: object[] = [];
  for (let index = firstIndexFrom(company.customers, afterCustomerID + 1); value.length < top; index += 1) {
    const customer = company.customers[index];
    if (customer === undefined) break;
    const units = company.balanceUnits[balanceKey(pointAccountID, customer.customerID)];
    if (units === undefined) continue;
    value.push({
      PointAccountID: pointAccountID,
      CustomerID: customer.customerID,
      PointBalance: jsonDecimal(formatDecimal(units)),
    });
  }
  return jsonReply(200, {
    "odata.metadata": `${ODATA_BASE}/${company.key}/model/$metadata#CustomerPointAccounts`,
    value,
  });
}

/** Mirrors the SQL table, so the date has no zone: it is Central wall-clock time. */
function showTransaction(row: PointTransactionRow): object {
  return {
    PointTransactionID: row.transactionID,
    CustomerID: row.customerID,
    PointAccountID: row.pointAccountID,
    Amount: jsonDecimal(formatDecimal(row.amountUnits)),
    PointTransactionTypeID: row.typeID,
    TransactionDate: formatWithoutZone(row.transactionDate),
    OrderID: row.orderID,
    Reference: row.reference,
  };
}
