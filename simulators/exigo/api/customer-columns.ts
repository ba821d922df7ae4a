import type { Column } from "./columns.ts";
import { numbered, plain, text } from "./columns.ts";

const addressColumns = ["main", "mail", "other"].flatMap((block) => [
  text(`${block}Address1`, 100),
  text(`${block}Address2`, 100),
  text(`${block}Address3`, 100),
  text(`${block}City`, 50),
  text(`${block}State`, 50),
  text(`${block}Zip`, 50),
  text(`${block}Country`, 50),
  text(`${block}County`, 50),
  plain(`${block}AddressVerified`, "boolean"),
]);
const payableNames = ["Check", "DirectDeposit", "BankWire", "UsePayableType", "OnHold"];

/** Every column that CreateCustomer and UpdateCustomer take, with the sizes seen in a company's database. */
export const customerColumns: readonly Column[] = [
  ...["firstName", "middleName", "lastName", "nameSuffix", "company", "email"].map((name) => text(name, 50)),
  ...["phone", "phone2", "mobilePhone", "fax"].map((name) => text(name, 20)),
  text("notes", 4000),
  ...addressColumns,
  text("loginName", 100),
  plain("canLogin", "boolean"),
  plain("customerType", "integer"),
  plain("customerStatus", "integer"),
  plain("enrollerID", "integer"),
  plain("sponsorID", "integer"),
  ...numbered("field", 15).map((name) => text(name, 100)),
  ...numbered("date", 5).map((name) => plain(name, "date")),
  plain("birthDate", "date"),
  { name: "gender", answer: "gender", kind: "enum", names: ["Unknown", "Male", "Female"] },
  plain("languageID", "integer"),
  text("currencyCode", 3),
  plain("defaultWarehouseID", "integer"),
  text("taxID", 50, null),
  text("salesTaxID", 50),
  plain("isSalesTaxExempt", "boolean"),
  plain("salesTaxExemptExpireDate", "date"),
  text("vatRegistration", 50),
  text("payableToName", 100),
  { name: "payableTy", answer: "payableType", kind: "enum", names: payableNames },
  plain("checkThreshold", "decimal"),
  plain("entryDate", "date"),
  plain("subscribeToBroadcasts", "boolean", "isSubscribedToBroadcasts"),
];
