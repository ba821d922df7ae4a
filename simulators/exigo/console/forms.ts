import { setDown } from "../control/control.ts";
import { readFaultOrder } from "../control/fault-order.ts";
import { applySettings, switchNames } from "../state/settings.ts";
import { applyTiming } from "../state/timing.ts";
import { companyForms } from "./company-forms.ts";
import { customerForms } from "./customer-forms.ts";
import type { Form } from "./form.ts";
import { itemForms } from "./item-forms.ts";
import { orderForms } from "./order-forms.ts";

const troubleForms: Readonly<Record<string, Form>> = {
  settings: {
    page: "trouble",
    run: (simulator, input) => {
      const named = switchNames.filter((name) => input.has(name));
      applySettings(simulator.settings, new Map(named.map((name) => [name, input.text(name)])));
      simulator.changed();
      return { say: "Switches saved." };
    },
  },
  timing: {
    page: "trouble",
    run: (simulator, input) => {
      applyTiming(simulator.timing, input);
      simulator.changed();
      return { say: "Times saved." };
    },
  },
  down: {
    page: "trouble",
    run: (simulator, input) => {
      setDown(simulator, input);
      return { say: simulator.down === "up" ? "Exigo answers again." : "Exigo is down." };
    },
  },
  faults: {
    page: "trouble",
    run: (simulator, input) => {
      const { operation } = simulator.faults.arm(readFaultOrder(input));
      return { say: `Fault armed for ${operation === "*" ? "any operation" : operation}.` };
    },
  },
  "faults/clear": {
    page: "trouble",
    run: (simulator, input) => {
      const cleared = simulator.faults.clear(input.integer("id") ?? undefined);
      return { say: cleared === 1 ? "Fault cleared." : `${cleared} faults cleared.` };
    },
  },
  "log/clear": {
    page: "calls",
    run: (simulator) => {
      simulator.log.clear();
      return { say: "The log is empty." };
    },
  },
};

/** By the part of the address after `/console/`. */
export const forms: Readonly<Record<string, Form>> = {
  ...customerForms,
  ...orderForms,
  ...itemForms,
  ...companyForms,
  ...troubleForms,
};
