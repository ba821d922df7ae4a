import { downModes } from "../state/simulator.ts";
import { centralWallClock } from "../values/central-time.ts";
import { fieldsOf } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { pageFields, showTime } from "./view.ts";

/** Whether Exigo answers at all, how long it takes, and how late its reporting side is. */
export function timesPanel(view: View): Html {
  return html`<section class="card" aria-labelledby="times">
    <header>
      <h2 id="times">Answering</h2>
      <span class="soft">${stateText(view)}</span>
    </header>
    <div class="inside">${downForm(view)} ${timingForm(view)}</div>
  </section>`;
}

function stateText({ simulator }: View): string {
  const until = simulator.downUntil;
  const { down } = simulator;
  if (down === "up" || until === null) return downModes[down];
  return `${downModes[down]}, until ${showTime(centralWallClock(until))} Central`;
}

function downForm(view: View): Html {
  const { text, select } = fieldsOf(view, "down");
  return html`<form method="post" action="/console/down" class="fields" aria-label="Exigo as a whole">
    ${pageFields(view)}
    ${select({ name: "mode", label: "Exigo as a whole", value: view.simulator.down, choices: downModes })}
    ${text({ name: "minutes", label: "For minutes", size: "small", attributes: html`inputmode="numeric" placeholder="for good"` })}
    <button class="quiet">Apply</button>
  </form>`;
}

function timingForm(view: View): Html {
  const { text } = fieldsOf(view, "timing");
  const { answerMs, historyLagMs } = view.simulator.timing;
  const whole = html`required inputmode="numeric"`;
  return html`<form method="post" action="/console/timing" class="fields" aria-label="Times">
    ${pageFields(view)}
    ${text({ name: "answerMs", label: "An answer takes (ms)", value: answerMs, attributes: whole })}
    ${text({ name: "historyLagMs", label: "Reporting is behind (ms)", value: historyLagMs, attributes: whole })}
    <button class="quiet">Save times</button>
  </form>`;
}
