import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import type { Company, CustomerRow } from "../state/company.ts";
import { customerById, customerByKey } from "../state/company.ts";
import { formatWithOffset } from "../values/central-time.ts";
import { numbered, readDate, showColumns } from "./columns.ts";
import { customerColumns } from "./customer-columns.ts";
import type { OperationContext } from "./operation.ts";
import { refuseBoth } from "./operation.ts";

const DEFAULT_BATCH_SIZE = 100;

/** The columns that GetCustomers filters by, by equality; the rest of what a caller sends is not a filter. */
const filterColumns = [
  ...["loginName", "email", "firstName", "lastName", "company", "phone", "phone2", "mobilePhone", "fax"],
  ...["mainAddress1", "mainAddress2", "mainAddress3", "mainCity", "mainState", "mainZip", "mainCountry"],
  ...["mainCounty", "taxID", "salesTaxID"],
  ...numbered("field", 15),
];

type Condition = (row: CustomerRow) => boolean;

/**
 * Searches customers. Every filter must hold, the answer is sorted by id, `batchSize` (default 100) cuts it,
 * and `recordCount` is the number of rows in this answer and not of all that match.
 */
export function getCustomers(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const { company, settings } = context;
  const batchSize = input.integer("batchSize") ?? DEFAULT_BATCH_SIZE;
  if (batchSize < 1) throw new Refusal(400, "batchSize must be above zero.");
  const conditions = [
    ...textConditions(input),
    ...idConditions(company, input),
    ...listConditions(input),
    ...dateConditions(context, input),
  ];
  const found: CustomerRow[] = [];
  for (const row of company.customers) {
    if (found.length === batchSize) break;
    if (conditions.every((holds) => holds(row))) found.push(row);
  }
  const customers = found.map((row) => showCustomer(company, row, settings));
  return { customers, recordCount: customers.length };
}

/** SQL Server compares text without regard to case, and so does every filter here. */
function textConditions(input: RequestInput): Condition[] {
  const conditions: Condition[] = [];
  for (const name of filterColumns) {
    const wanted = input.text(name)?.toLowerCase();
    if (wanted === undefined) continue;
    conditions.push((row) => String(row.columns[name] ?? "").toLowerCase() === wanted);
  }
  const key = input.text("customerKey")?.toLowerCase();
  if (key !== undefined) conditions.push((row) => row.customerKey?.toLowerCase() === key);
  return conditions;
}

function idConditions(company: Company, input: RequestInput): Condition[] {
  const conditions: Condition[] = [];
  refuseBoth(input, "customerID", "customerKey");
  const customerID = input.integer("customerID");
  if (customerID !== null) conditions.push((row) => row.customerID === customerID);
  const after = input.integer("greaterThanCustomerID");
  if (after !== null) conditions.push((row) => row.customerID > after);
  for (const parent of ["enroller", "sponsor"]) {
    refuseBoth(input, `${parent}ID`, `${parent}Key`);
    const key = input.text(`${parent}Key`);
    const wanted =
      key === null ? input.integer(`${parent}ID`) : (customerByKey(company, key)?.customerID ?? -1);
    if (wanted !== null) conditions.push((row) => row.columns[`${parent}ID`] === wanted);
  }
  return conditions;
}

function listConditions(input: RequestInput): Condition[] {
  const conditions: Condition[] = [];
  const lists = { customerTypes: "customerType", customerStatuses: "customerStatus" };
  for (const [name, column] of Object.entries(lists)) {
    const wanted = input.integers(name);
    if (wanted.length > 0) conditions.push((row) => wanted.includes(Number(row.columns[column])));
  }
  return conditions;
}

/** `greaterThanModifiedDate` is strict: a row changed at that very moment is not in the answer. */
function dateConditions({ settings }: OperationContext, input: RequestInput): Condition[] {
  const conditions: Condition[] = [];
  const read = (name: string) => {
    const written = input.text(name);
    return written === null ? null : readDate(name, written, settings);
  };
  const modifiedAfter = read("greaterThanModifiedDate");
  if (modifiedAfter !== null) conditions.push((row) => row.modifiedDate > modifiedAfter);
  const createdFrom = read("createdDateStart");
  if (createdFrom !== null) conditions.push((row) => row.createdDate >= createdFrom);
  const createdTo = read("createdDateEnd");
  if (createdTo !== null) conditions.push((row) => row.createdDate <= createdTo);
  return conditions;
}

function showCustomer(company: Company, row: CustomerRow, settings: OperationContext["settings"]): object {
  const keyOf = (id: unknown) =>
    typeof id === "number" ? (customerById(company, id)?.customerKey ?? null) : null;
  return {
    customerID: row.customerID,
    customerKey: row.customerKey,
    ...showColumns(customerColumns, row.columns, settings),
    enrollerKey: keyOf(row.columns.enrollerID),
    sponsorKey: keyOf(row.columns.sponsorID),
    rankID: row.rankID ?? 0,
    // Each company maps its customer types to price types; here they are the same numbers.
    priceType: row.columns.customerType ?? null,
    createdDate: formatWithOffset(row.createdDate),
    modifiedDate: formatWithOffset(row.modifiedDate),
    ...(settings.customerAuthors === "shown" && { createdBy: row.createdBy, modifiedBy: row.modifiedBy }),
  };
}
