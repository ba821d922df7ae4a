import { createWarehouse } from "../api/warehouses.ts";
import { changeWarehouse, setTax } from "../control/catalog.ts";
import { addPointAccount, setPointAccountRules } from "../control/companies.ts";
import { setReport } from "../control/reports.ts";
import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import type { Form } from "./form.ts";
import { companyForm } from "./form.ts";

export const companyForms: Readonly<Record<string, Form>> = {
  warehouses: companyForm("company", (context, input) => {
    const { warehouseID } = createWarehouse(context, input);
    return { say: `Warehouse ${String(warehouseID)} added.` };
  }),
  "warehouses/change": companyForm("company", (context, input) => {
    const currencies = input.requiredText("currencies").split(/[\s,]+/);
    changeWarehouse(context, input.with({ currencies, shipMethods: readShipMethods(input) }));
    return { say: `Warehouse ${input.requiredText("warehouseID")} changed.` };
  }),
  tax: companyForm("company", (context, input) => {
    const { percent } = setTax(context, input);
    return { say: `Tax is ${String(percent)} % now.` };
  }),
  "point-accounts": companyForm("company", (context, input) => {
    addPointAccount(context, input);
    return { say: `Point account ${input.requiredText("pointAccountID")} added.` };
  }),
  "point-accounts/rules": companyForm("company", (context, input) => {
    setPointAccountRules(context, input);
    return { say: `Point account ${input.requiredText("pointAccountID")} changed.` };
  }),
  reports: companyForm("reports", (context, input) => {
    const report = String(setReport(context, input).reportID);
    return { say: `Report ${report} set.`, chosen: { report } };
  }),
};

/** One way to send per line: `6 Standard 5.00`. */
function readShipMethods(input: RequestInput): object[] {
  const lines = input.requiredText("shipMethods").split(/\r?\n/);
  return lines
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, shipMethodID, description, price] =
        /^(\d+)\s+(.+?)\s+(\d+(?:\.\d+)?)$/.exec(line.trim()) ?? [];
      if (shipMethodID === undefined) {
        throw new Refusal(400, `A way to send needs a number, a name and a price, but is: ${line}`);
      }
      return { shipMethodID, description, price };
    });
}
