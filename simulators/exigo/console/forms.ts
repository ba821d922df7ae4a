import { createCustomer } from "../api/customers.ts";
import { movePointsAsExigo } from "../api/points.ts";
import { exigoContext, setDown } from "../control/control.ts";
import { readFaultOrder } from "../control/fault-order.ts";
import type { RequestInput } from "../http/request-input.ts";
import { applySettings, switchNames } from "../state/settings.ts";
import type { Simulator } from "../state/simulator.ts";
import { showAmount } from "./view.ts";

/** What a form did: what to say, and which customer to show after it. */
export interface Done {
  say: string;
  customer?: string;
}

/** Carries a form out. Throws Refusal, whose message is shown to the person. */
export type Form = (simulator: Simulator, input: RequestInput) => Done;

/** By the part of the address after `/console/`. */
export const forms: Readonly<Record<string, Form>> = {
  customers: (simulator, input) => {
    const customer = String(createCustomer(exigoContext(simulator, input), input).customerID);
    simulator.changed();
    return { say: `Customer ${customer} added.`, customer };
  },
  points: (simulator, input) => {
    const row = movePointsAsExigo(exigoContext(simulator, input), input);
    simulator.changed();
    const amount = `${row.amountUnits < 0 ? "" : "+"}${showAmount(row.amountUnits)}`;
    return { say: `Points moved: ${amount}.`, customer: String(row.customerID) };
  },
  settings: (simulator, input) => {
    const named = switchNames.filter((name) => input.has(name));
    applySettings(simulator.settings, new Map(named.map((name) => [name, input.text(name)])));
    simulator.changed();
    return { say: "Switches saved." };
  },
  down: (simulator, input) => {
    setDown(simulator, input);
    return { say: simulator.down === "up" ? "Exigo answers again." : "Exigo is down." };
  },
  faults: (simulator, input) => {
    const { operation } = simulator.faults.arm(readFaultOrder(input));
    return { say: `Fault armed for ${operation === "*" ? "any operation" : operation}.` };
  },
  "faults/clear": (simulator, input) => {
    const cleared = simulator.faults.clear(input.integer("id") ?? undefined);
    return { say: cleared === 1 ? "Fault cleared." : `${cleared} faults cleared.` };
  },
  "log/clear": (simulator) => {
    simulator.log.clear();
    return { say: "The log is empty." };
  },
};
