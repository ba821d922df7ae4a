import { createItem, updateItem } from "../api/items.ts";
import { setItemPointAccount, setItemPrice, setItemWarehouse } from "../api/item-settings.ts";
import { setStock } from "../control/catalog.ts";
import type { Form } from "./form.ts";
import { companyForm } from "./form.ts";

export const itemForms: Readonly<Record<string, Form>> = {
  items: companyForm("items", (context, input) => {
    const item = String(createItem(context, input).itemCode);
    return { say: `Item ${item} added.`, chosen: { item } };
  }),
  "items/change": companyForm("items", (context, input) => {
    updateItem(context, input);
    return { say: `Item ${input.requiredText("itemCode")} changed.` };
  }),
  "items/price": companyForm("items", (context, input) => {
    setItemPrice(context, input);
    return { say: `${input.requiredText("currencyCode")} price of ${input.requiredText("itemCode")} set.` };
  }),
  "items/stock": companyForm("items", (context, input) => {
    setStock(context, input);
    setItemWarehouse(context, input);
    return { say: `Stock of ${input.requiredText("itemCode")} set.` };
  }),
  "items/points": companyForm("items", (context, input) => {
    // The call replaces the whole list: one account with points, or none.
    const pointAccountID = input.requiredText("pointAccountID");
    const increment = input.requiredText("increment");
    const pointAccounts = Number(increment) === 0 ? [] : [{ pointAccountID, increment }];
    setItemPointAccount(context, input.with({ pointAccounts }));
    return { say: `Points of ${input.requiredText("itemCode")} set.` };
  }),
};
