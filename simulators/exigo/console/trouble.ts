import { faultTargets } from "../control/fault-order.ts";
import type { ArmedFault } from "../faults/fault-queue.ts";
import { faultKinds } from "../faults/fault-queue.ts";
import { defaultSettings, switches, switchNames } from "../state/settings.ts";
import { options } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { hidden, pageFields, typedBefore } from "./view.ts";

/** What makes Exigo behave badly or differently: faults and switches. */
export function troublePanel(view: View): Html {
  const faults = view.simulator.faults.list();
  return html`<section class="card" aria-labelledby="trouble">
      <header>
        <h2 id="trouble">Faults</h2>
        <span class="soft">${faults.length === 0 ? "None armed" : `${faults.length} armed`}</span>
      </header>
      <div class="inside">${armForm(view)} ${armedFaults(view, faults)}</div>
    </section>
    <section class="card" aria-labelledby="switches">
      <header>
        <h2 id="switches">Switches</h2>
        <span class="soft">What is not known of Exigo, or differs between companies</span>
      </header>
      <div class="inside">${switchForm(view)}</div>
    </section>`;
}

function armForm(view: View): Html {
  const typed = (name: string, otherwise: string) => typedBefore(view, "faults", name) || otherwise;
  const targets = Object.fromEntries(
    faultTargets.map((name) => [name, name === "*" ? "Any operation" : name]),
  );
  const number = (name: string, label: string, value: string) =>
    html`<label class="small"
      >${label} <input name="${name}" inputmode="decimal" value="${typed(name, value)}"
    /></label>`;
  return html`<form method="post" action="/console/faults" class="fields" aria-label="Arm a fault">
    ${pageFields(view)}
    <label
      >Operation
      <select name="operation">
        ${options(targets, typed("operation", "CreatePointTransaction"))}
      </select></label
    >
    <label class="wide"
      >What goes wrong
      <select name="kind">
        ${options(faultKinds, typed("kind", "answer-lost-after-effect"))}
      </select></label
    >
    ${number("times", "Times", "1")} ${number("status", "Status", "503")}
    ${number("delayMs", "Delay (ms)", "5000")}
    <button>Arm</button>
  </form>`;
}

function armedFaults(view: View, faults: readonly ArmedFault[]): Html | null {
  if (faults.length === 0) return null;
  return html`<ul class="plain" aria-label="Armed faults">
      ${faults.map(
        (fault) =>
          html`<li>
            <span
              ><strong>${fault.operation === "*" ? "Any operation" : fault.operation}</strong>:
              ${faultKinds[fault.kind]}</span
            >
            <span class="soft">${faultNumbers(fault)}</span>
            <form method="post" action="/console/faults/clear">
              ${pageFields(view)} ${hidden("id", fault.id)}
              <button class="danger" aria-label="Clear fault ${fault.id}">Clear</button>
            </form>
          </li>`,
      )}
    </ul>
    ${
      faults.length > 1 &&
      html`<form method="post" action="/console/faults/clear">
        ${pageFields(view)}<button class="danger">Clear all faults</button>
      </form>`
    }`;
}

function faultNumbers(fault: ArmedFault): string {
  const parts = [
    fault.times === null ? "until cleared" : `${fault.times - fault.struck} of ${fault.times} left`,
    fault.probability < 1 ? `probability ${fault.probability}` : null,
    fault.kind.startsWith("status") ? `status ${fault.status}` : null,
    fault.kind === "slow" || fault.kind === "applied-late" ? `${fault.delayMs} ms` : null,
  ];
  return parts.filter(Boolean).join(" · ");
}

function switchForm(view: View): Html {
  const defaults = defaultSettings();
  const selects = switchNames.map((name) => {
    const chosen = view.simulator.settings[name];
    const isChanged = chosen !== defaults[name];
    return html`<label
      >${switches[name].label}
      <select name="${name}" ${isChanged && html`class="changed"`}>
        ${options(switches[name].choices, chosen)}
      </select></label
    >`;
  });
  return html`<form method="post" action="/console/settings">
    ${pageFields(view)}
    <div class="switches">${selects}</div>
    <p style="margin-top: 14px"><button>Save switches</button></p>
  </form>`;
}
