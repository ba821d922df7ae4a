import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import type { Company, CustomerRow } from "../state/company.ts";
import { customerById, customerByKey } from "../state/company.ts";
import type { Settings } from "../state/settings.ts";
import type { Simulator } from "../state/simulator.ts";
import { centralWallClock } from "../values/central-time.ts";

/** What an operation works with. */
export interface OperationContext {
  company: Company;
  settings: Settings;
  /** The Central wall clock of the call. */
  now: string;
  /** The Central wall clock up to which reports and OData know what happened. */
  reportedUpTo: string;
  /** The API login, or "exigo" for what Exigo does by itself. */
  caller: string;
}

/** One documented operation: its name, its address below /3.0, and what it does. */
export interface Operation {
  name: string;
  method: string;
  path: string;
  /** True when it changes what is saved. */
  writes: boolean;
  /** Gives the members of the answer; `"result": null` is added to them. Throws Refusal. */
  run: (context: OperationContext, input: RequestInput) => Record<string, unknown>;
}

/** The context of a call that happens now. */
export function contextOf(simulator: Simulator, company: Company, caller: string): OperationContext {
  return {
    company,
    settings: simulator.settings,
    now: centralWallClock(simulator.clock()),
    reportedUpTo: simulator.reportedUpTo(),
    caller,
  };
}

/** Refuses `customerID` together with `customerKey`, as Exigo does for every such pair. */
export function refuseBoth(input: RequestInput, idName: string, keyName: string): void {
  if (input.text(idName) !== null && input.text(keyName) !== null) {
    throw new Refusal(400, `Supply either ${idName} or ${keyName}, not both.`);
  }
}

/** The one customer that the call names by id or by key. Refuses both, neither, and one that does not exist. */
export function requireCustomer({ company, settings }: OperationContext, input: RequestInput): CustomerRow {
  refuseBoth(input, "customerID", "customerKey");
  const key = input.text("customerKey");
  if (key !== null && settings.customerKeys === "disabled") {
    throw new Refusal(400, "Customer keys are not enabled for this company.");
  }
  const found =
    key === null ? customerById(company, input.requiredInteger("customerID")) : customerByKey(company, key);
  if (found === null) throw new Refusal(400, "Customer not found.");
  return found;
}

/** Holds a text to the size of its column: cut or refused, whichever the switch says. */
export function fitText(settings: Settings, name: string, text: string, max: number): string {
  if (text.length <= max) return text;
  if (settings.overlongText === "cut") return text.slice(0, max);
  throw new Refusal(400, `${name} is longer than ${max} characters.`);
}
