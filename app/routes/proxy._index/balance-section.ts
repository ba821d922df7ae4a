import type { CreditsPage } from "#core/reading";

import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";
import type { Speech } from "./speech.ts";

/** What the member has, part by part, and that the parts add up. */
export function balanceSection(speech: Speech, credits: CreditsPage): Markup {
  const { balance } = speech.words;
  const { availableMinor, pendingMinor, heldMinor } = credits;
  const owes = availableMinor < 0;
  const notes = [
    owes ? balance.owedText : null,
    pendingMinor > 0 ? balance.pendingText : null,
    heldMinor > 0 ? balance.heldText : null,
  ];
  return markup`<dl class="hc-page__balance">
<div class="hc-page__main"><dt>${balance.available}</dt><dd>${speech.credits(Math.max(0, availableMinor))}</dd></div>
<div><dt>${balance.pending}</dt><dd>${speech.amount(pendingMinor)}</dd></div>
<div><dt>${balance.held}</dt><dd>${speech.amount(heldMinor)}</dd></div>
${owes ? markup`<div><dt>${balance.owed}</dt><dd>${speech.amount(availableMinor)}</dd></div>` : null}
<div class="hc-page__total"><dt>${balance.total}</dt><dd>${speech.credits(availableMinor + pendingMinor + heldMinor)}</dd></div>
</dl>
${notes.map((note) => (note === null ? null : markup`<p class="hc-page__note">${note}</p>`))}`;
}
