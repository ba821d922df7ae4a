import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import type { ColumnValue, Company, CustomerRow } from "../state/company.ts";
import { customerById, customerByKey, insertCustomer } from "../state/company.ts";
import { readColumns } from "./columns.ts";
import { raiseCustomerEvent } from "./customer-events.ts";
import { customerColumns } from "./customer-columns.ts";
import { getCustomers } from "./customer-search.ts";
import type { Operation, OperationContext } from "./operation.ts";
import { fitText, refuseBoth, requireCustomer } from "./operation.ts";

export const customerOperations: readonly Operation[] = [
  { name: "CreateCustomer", method: "POST", path: "/customers", writes: true, run: createCustomer },
  { name: "GetCustomers", method: "GET", path: "/customers", writes: false, run: getCustomers },
  { name: "UpdateCustomer", method: "PATCH", path: "/customers", writes: true, run: updateCustomer },
];

/** Creates a customer. Of all columns only `customerType` is required. */
export function createCustomer(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const { company, settings, now, caller } = context;
  input.requiredInteger("customerType");
  const columns: Record<string, ColumnValue> = {
    customerStatus: 1,
    canLogin: false,
    gender: 0,
    entryDate: now,
    ...withoutNulls(readColumns(customerColumns, input, settings)),
    ...readParents(context, input),
  };
  checkColumns(company, columns, null);
  const customerKey = readManualKey(context, input);
  const customerID = readManualID(company, input) ?? company.nextCustomerID;
  company.nextCustomerID = Math.max(company.nextCustomerID, customerID + 1);
  const dates = { createdDate: now, modifiedDate: now, createdBy: caller, modifiedBy: caller };
  insertCustomer(company, { customerID, customerKey, columns, ...dates });
  raiseCustomerEvent(context, customerID, "Customer created");
  return { customerID, customerKey };
}

/** Changes the columns that are passed and no others. A passed null leaves or clears, as the switch says. */
export function updateCustomer(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const { company, settings, now, caller } = context;
  const row = requireCustomer(context, input);
  const passed = readColumns(customerColumns, input, settings);
  const changes = settings.nullInUpdate === "leave" ? withoutNulls(passed) : passed;
  const columns = { ...row.columns, ...changes, ...readParents(context, input) };
  checkColumns(company, columns, row);
  row.columns = columns;
  row.modifiedDate = now;
  row.modifiedBy = caller;
  raiseCustomerEvent(context, row.customerID, "Customer changed");
  return {};
}

function withoutNulls(columns: Record<string, ColumnValue>): Record<string, ColumnValue> {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null));
}

/** The rules that hold for a customer as a whole. `self` is the row that is being changed; null for a new one. */
function checkColumns(
  company: Company,
  columns: Record<string, ColumnValue>,
  self: CustomerRow | null,
): void {
  for (const block of ["main", "mail", "other"]) {
    if (columns[`${block}Address1`] && !(columns[`${block}State`] && columns[`${block}Country`])) {
      throw new Refusal(400, `${block}State and ${block}Country are required with ${block}Address1.`);
    }
  }
  if (typeof columns.birthDate === "string" && columns.birthDate < "1900-01-02") {
    throw new Refusal(400, "birthDate must be after 1900-01-01.");
  }
  const login = columns.loginName;
  if (typeof login !== "string" || login === "") return;
  const taken = company.customers.find(
    (row) => row !== self && String(row.columns.loginName ?? "").toLowerCase() === login.toLowerCase(),
  );
  if (taken !== undefined) throw new Refusal(400, "loginName is already in use.");
}

function readParents(context: OperationContext, input: RequestInput): Record<string, ColumnValue> {
  return {
    ...readParent(context, input, { flag: "insertEnrollerTree", id: "enrollerID", key: "enrollerKey" }),
    ...readParent(context, input, { flag: "insertUnilevelTree", id: "sponsorID", key: "sponsorKey" }),
  };
}

/** A place in a tree: the parent is required once its flag is true, and must exist. */
function readParent(
  { company }: OperationContext,
  input: RequestInput,
  names: { flag: string; id: string; key: string },
): Record<string, ColumnValue> {
  refuseBoth(input, names.id, names.key);
  const id = input.integer(names.id);
  const key = input.text(names.key);
  if (id === null && key === null) {
    if (input.boolean(names.flag) === true)
      throw new Refusal(400, `${names.id} is required with ${names.flag}.`);
    return {};
  }
  const parent = id === null ? customerByKey(company, key ?? "") : customerById(company, id);
  if (parent === null) throw new Refusal(400, `${id === null ? names.key : names.id} not found.`);
  return { [names.id]: parent.customerID };
}

function readManualKey({ company, settings }: OperationContext, input: RequestInput): string | null {
  const written = input.text("manualCustomerKey");
  if (written === null || written === "") return null;
  if (settings.customerKeys === "disabled") {
    throw new Refusal(400, "Customer keys are not enabled for this company.");
  }
  const key = fitText(settings, "manualCustomerKey", written, 50);
  if (settings.duplicateCustomerKey === "refused" && customerByKey(company, key) !== null) {
    throw new Refusal(400, "manualCustomerKey is already in use.");
  }
  return key;
}

function readManualID(company: Company, input: RequestInput): number | null {
  if (input.boolean("useManualCustomerID") !== true) return null;
  const id = input.requiredInteger("manualCustomerID");
  if (id < 1) throw new Refusal(400, "manualCustomerID must be above zero.");
  if (customerById(company, id) !== null) throw new Refusal(400, "manualCustomerID is already in use.");
  return id;
}
