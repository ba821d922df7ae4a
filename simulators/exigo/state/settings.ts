import { Refusal } from "../http/reply.ts";

/**
 * What is not known of Exigo, or differs between companies, is a switch. The first choice is the default.
 * The table drives the control interface's validation and the console's panel alike.
 */
export const switches = {
  ipWhitelist: {
    label: "Caller's IP address",
    choices: { allowed: "On Exigo's whitelist", blocked: "Not whitelisted: every call gets 403" },
  },
  odata: {
    label: "OData",
    choices: { on: "Available", off: "Not part of this company: 404" },
  },
  overdraft: {
    label: "Point balance below zero",
    choices: { allowed: "Allowed", refused: "Refused" },
  },
  overlongText: {
    label: "Text longer than its column",
    choices: { refused: "Refused", cut: "Cut without a word" },
  },
  duplicateCustomerKey: {
    label: "Customer key that exists already",
    choices: { refused: "Refused", allowed: "Allowed" },
  },
  customerKeys: {
    label: "Customer keys",
    choices: { enabled: "Enabled", disabled: "Not enabled for this company" },
  },
  orderKeys: {
    label: "Order keys",
    choices: { enabled: "Enabled", disabled: "Not enabled for this company" },
  },
  duplicateOrderKey: {
    label: "Order key that exists already",
    choices: { refused: "Refused", allowed: "Allowed" },
  },
  transactionRoute: {
    label: "Several writes in one /transaction",
    choices: { on: "Available", off: "Not part of this company: 404" },
  },
  itemIncrements: {
    label: "Points of an item",
    choices: { awarded: "Awarded when the order is accepted", ignored: "Never awarded" },
  },
  unpricedItem: {
    label: "Item without a price there",
    choices: { absent: "Left out of GetItems", zero: "Has the price 0" },
  },
  absentPointAccount: {
    label: "Balance of a customer who never had points",
    choices: { zero: "Zero", error: "An error" },
  },
  customerEvents: {
    label: "Events of customers",
    choices: { none: "Only those that are raised here", changes: "New and changed customers raise one" },
  },
  customerAuthors: {
    label: "Who wrote a customer, in GetCustomers",
    choices: { absent: "Not told", shown: "createdBy and modifiedBy" },
  },
  enumOutput: {
    label: "Enums in answers",
    choices: { number: "As numbers", name: "As names" },
  },
  dateOffset: {
    label: "Offset of a date that is sent",
    choices: { converted: "Converted to Central time", dropped: "Dropped" },
  },
  nullInUpdate: {
    label: "Null in UpdateCustomer",
    choices: { leave: "Leaves the value as it is", clear: "Clears the value" },
  },
} as const;

type Switches = typeof switches;
export type SwitchName = keyof Switches;
export type Settings = { -readonly [Name in SwitchName]: keyof Switches[Name]["choices"] & string };

export const switchNames = Object.keys(switches) as SwitchName[];

export function defaultSettings(): Settings {
  const entries = switchNames.map((name) => [name, Object.keys(switches[name].choices)[0]]);
  return Object.fromEntries(entries) as Settings;
}

/** Sets the switches that are named and leaves the rest. Refuses an unknown name or choice, and then sets none. */
export function applySettings(settings: Settings, changes: ReadonlyMap<string, unknown>): void {
  for (const [name, choice] of changes) {
    const known = (switches as Record<string, { choices: Record<string, string> }>)[name];
    if (known === undefined || !Object.hasOwn(switches, name)) {
      throw new Refusal(400, `There is no switch named ${name}. Switches: ${switchNames.join(", ")}.`);
    }
    if (typeof choice !== "string" || !Object.hasOwn(known.choices, choice)) {
      throw new Refusal(400, `${name} must be one of: ${Object.keys(known.choices).join(", ")}.`);
    }
  }
  Object.assign(settings, Object.fromEntries(changes));
}
