import type { CreditsPage, Movement } from "#core/reading";

import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { movementReason } from "./movement-reason.ts";
import { day } from "./speech.ts";
import type { Speech } from "./speech.ts";

/** One page of movements, newest first, each with its reason and the balance after it. */
export function historySection(speech: Speech, credits: CreditsPage, isNewest: boolean): Markup {
  const { history } = speech.words;
  const id = `hc-history-${speech.locale}`;
  return markup`<h2 id="${id}">${history.title}</h2>
<table aria-labelledby="${id}">
<thead><tr><th scope="col">${history.what}</th><th scope="col" class="hc-page__number">${history.amount}</th><th scope="col" class="hc-page__number">${history.balance}</th></tr></thead>
<tbody>
${credits.movements.map((movement) => movementRow(speech, movement))}
</tbody>
<tfoot>
${footer(speech, credits.movements)}
</tfoot>
</table>
${pages(speech, credits, isNewest)}`;
}

function movementRow(speech: Speech, movement: Movement): Markup {
  const moved = movement.movedMinor > 0 ? ` (${speech.credits(movement.movedMinor)})` : "";
  return markup`<tr><th scope="row">${movementReason(movement, speech.words)}${moved}<span class="hc-page__detail">${day(movement.effectiveAt)}</span></th><td class="hc-page__number">${speech.amount(movement.amountMinor, true)}</td><td class="hc-page__number">${speech.amount(movement.balanceAfterMinor)}</td></tr>
`;
}

/** The balance before the page and what its movements sum to: together they are the balance of the first row. */
function footer(speech: Speech, movements: readonly Movement[]): Markup | null {
  const { history } = speech.words;
  const oldest = movements.at(-1);
  if (!oldest) return null;
  const sumMinor = movements.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return markup`<tr><th scope="row">${history.together}</th><td class="hc-page__number">${speech.amount(sumMinor, true)}</td><td></td></tr>
<tr><th scope="row">${history.before}</th><td></td><td class="hc-page__number">${speech.amount(oldest.balanceAfterMinor - oldest.amountMinor)}</td></tr>`;
}

/** Links that hold wherever the store has put the page: they change the query of the address and nothing else. */
function pages(
  { words: { history } }: Speech,
  { nextBeforeSeq }: CreditsPage,
  isNewest: boolean,
): Markup | null {
  if (isNewest && nextBeforeSeq === null) return null;
  return markup`<nav aria-label="${history.pages}">
${isNewest ? null : markup`<a href="?">${history.newest}</a>`}
${nextBeforeSeq === null ? null : markup`<a href="?before=${nextBeforeSeq}" rel="next">${history.older}</a>`}
</nav>`;
}
