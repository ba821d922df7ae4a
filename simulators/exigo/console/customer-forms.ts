import { raiseEvent } from "../api/customer-events.ts";
import { createCustomer, updateCustomer } from "../api/customers.ts";
import { movePointsAsExigo } from "../api/points.ts";
import { requireCustomer } from "../api/operation.ts";
import type { Form } from "./form.ts";
import { companyForm } from "./form.ts";
import { showAmount } from "./view.ts";

/** What the form that changes a customer holds as text; what is emptied there is emptied in Exigo. */
export const CUSTOMER_TEXTS: Readonly<Record<string, string>> = {
  firstName: "First name",
  lastName: "Last name",
  email: "Email",
  phone: "Phone",
  mainAddress1: "Address",
  mainAddress2: "Second line",
  mainCity: "City",
  mainState: "State",
  mainZip: "Zip",
  mainCountry: "Country",
  field1: "Field 1",
  field2: "Field 2",
};

export const customerForms: Readonly<Record<string, Form>> = {
  customers: companyForm("customers", (context, input) => {
    const customer = String(createCustomer(context, input).customerID);
    return { say: `Customer ${customer} added.`, chosen: { customer } };
  }),
  "customers/change": companyForm("customers", (context, input) => {
    const emptied = Object.keys(CUSTOMER_TEXTS).filter((name) => !input.has(name));
    updateCustomer(context, input.with(Object.fromEntries(emptied.map((name) => [name, ""]))));
    const row = requireCustomer(context, input);
    const rankID = input.integer("rankID");
    if (rankID !== null) row.rankID = rankID;
    return { say: `Customer ${row.customerID} changed.` };
  }),
  points: companyForm("customers", (context, input) => {
    const row = movePointsAsExigo(context, input);
    const amount = `${row.amountUnits < 0 ? "" : "+"}${showAmount(row.amountUnits)}`;
    return { say: `Points moved: ${amount}.`, chosen: { customer: String(row.customerID) } };
  }),
  events: companyForm("customers", (context, input) => {
    const { eventID } = raiseEvent(context, input);
    return { say: `Event ${eventID} waits to be fetched.` };
  }),
};
