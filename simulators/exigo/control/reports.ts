import { entitySets } from "../api/odata-sets.ts";
import type { OperationContext } from "../api/operation.ts";
import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import type { ReportRow } from "../state/reporting.ts";

/** Adds a report, or gives the one of this number another table. */
export function setReport({ company }: OperationContext, input: RequestInput): ReportRow {
  const report = {
    reportID: input.requiredInteger("reportID"),
    description: input.requiredText("description").slice(0, 50),
    table: input.requiredText("table"),
  };
  const tables = entitySets.map(({ name }) => name);
  if (!tables.includes(report.table)) throw new Refusal(400, `table must be one of: ${tables.join(", ")}.`);
  const others = company.reports.filter(({ reportID }) => reportID !== report.reportID);
  company.reports = [...others, report].sort((left, right) => left.reportID - right.reportID);
  return report;
}
