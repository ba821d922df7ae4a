import { isKnownLogin, readBasicAuth } from "../http/basic-auth.ts";
import { jsonDecimal } from "../http/json.ts";
import { jsonReply, Refusal } from "../http/reply.ts";
import type { Outcome, Reply } from "../http/reply.ts";
import type { Request } from "../http/request.ts";
import type { Company, PointTransactionRow } from "../state/company.ts";
import type { Simulator } from "../state/simulator.ts";
import { formatWithoutZone } from "../values/central-time.ts";
import { formatDecimal } from "../values/decimal.ts";
import { answerCall } from "./answer-call.ts";
import { readPointTransactionQuery } from "./odata-query.ts";

export const ODATA_BASE = "/4.0";
const ADDRESS = /^\/4\.0\/([^/]+)\/model\/PointTransactions$/;
export const ODATA_OPERATION = "ReadPointTransactions";

/** Answers a call of the OData interface, which is read-only and authenticates with a plain `login:password`. */
export function answerOData(simulator: Simulator, request: Request): Promise<Outcome> {
  const company = ADDRESS.exec(request.path)?.[1] ?? null;
  return answerCall(simulator, request, {
    operation: company === null ? "Unknown" : ODATA_OPERATION,
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
      return { writes: false, run: () => readPointTransactions(known, request) };
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
