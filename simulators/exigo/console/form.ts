import type { OperationContext } from "../api/operation.ts";
import { exigoContext } from "../control/control.ts";
import type { RequestInput } from "../http/request-input.ts";
import type { Simulator } from "../state/simulator.ts";
import type { PageName } from "./view.ts";

/** What a form did: what to say, and what to show as chosen after it. */
export interface Done {
  say: string;
  chosen?: Record<string, string>;
}

/** A form of the console, and the page that it stands on and leads back to. */
export interface Form {
  page: PageName;
  /** Throws Refusal, whose message is shown to the person. */
  run: (simulator: Simulator, input: RequestInput) => Done;
}

/** A form that changes something of the company, as Exigo itself or a person in its back office does. */
export function companyForm(
  page: PageName,
  run: (context: OperationContext, input: RequestInput) => Done,
): Form {
  return {
    page,
    run: (simulator, input) => {
      const done = run(exigoContext(simulator, input), input);
      simulator.changed();
      return done;
    },
  };
}
