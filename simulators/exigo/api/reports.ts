import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { entitySets } from "./odata-sets.ts";
import { readSetQuery } from "./odata-query.ts";
import type { EntitySet } from "./odata-set.ts";
import { readSet } from "./odata-set.ts";
import type { Operation, OperationContext } from "./operation.ts";

export const reportOperations: readonly Operation[] = [
  { name: "GetCustomReport", method: "GET", path: "/report", writes: false, run: getReport },
  { name: "GetSQLReport", method: "GET", path: "/sqlreport", writes: false, run: getReport },
];

/**
 * The rows of a report that the company made for itself, as a DataSet of one table. Its parameters are `After` (the key
 * of the last row seen), `Rows` (how many; all unless given), `ModifiedAfter` and every column's own name, for equality.
 */
function getReport(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const reportID = input.requiredInteger("reportID");
  const report = context.company.reports.find((known) => known.reportID === reportID);
  const set = entitySets.find(({ name }) => name === report?.table);
  if (set === undefined) throw new Refusal(400, "Report not found.");
  const query = readSetQuery(set, toQuery(set, readParameters(input)));
  const reading = { company: context.company, upTo: context.reportedUpTo };
  return { reportData: { Table1: readSet(set, reading, query) } };
}

/**
 * How parameters are written into a query string is not known. Taken are `parameters[0].parameterName=…` beside
 * `parameters[0].value=…`, and the same with `parameters[0][parameterName]`.
 */
function readParameters(input: RequestInput): Map<string, string> {
  const parts = new Map<string, { parametername?: string; value?: string }>();
  for (const name of input.names()) {
    const [, index = "", part = ""] =
      /^parameters\[(\d+)\](?:\.|\[)(parametername|value)\]?$/.exec(name) ?? [];
    if (part === "") continue;
    parts.set(index, { ...parts.get(index), [part]: input.text(name) ?? "" });
  }
  const named = [...parts.values()].map(({ parametername = "", value = "" }) => {
    if (parametername === "") throw new Refusal(400, "A parameter needs its parameterName.");
    return [parametername, value] as const;
  });
  return new Map(named);
}

function toQuery(set: EntitySet, parameters: ReadonlyMap<string, string>): URLSearchParams {
  const clauses: string[] = [];
  const query = new URLSearchParams();
  for (const [name, value] of parameters) {
    const column = Object.keys(set.columns).find((known) => known.toLowerCase() === name.toLowerCase());
    const literal = /^-?\d+(\.\d+)?$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
    if (name.toLowerCase() === "rows") query.set("$top", value);
    else if (name.toLowerCase() === "after") clauses.push(`${set.key} gt ${literal}`);
    else if (name.toLowerCase() === "modifiedafter") clauses.push(`ModifiedDate gt ${literal}`);
    else if (column !== undefined) clauses.push(`${column} eq ${literal}`);
    else throw new Refusal(400, `The report has no parameter ${name}.`);
  }
  query.set("$filter", clauses.join(" and "));
  return query;
}
