import { NO_DAY_YET } from "#core/earning";
import type { CreditsPage, LotRow } from "#core/reading";
import type { Instant } from "#core/units";

import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { day } from "./speech.ts";
import type { Speech } from "./speech.ts";

/** When which credits expire; nothing when the member has none left. */
export function lotsSection(speech: Speech, credits: CreditsPage, now: Instant): Markup | null {
  const { lots: words } = speech.words;
  if (credits.lots.length === 0) return null;
  const rows = sameDates(credits.lots, now).map((lot) => lotRow(speech, lot, now));
  const listedMinor = credits.lots.reduce((sum, lot) => sum + lot.remainingMinor, 0);
  const { otherLotsMinor } = credits;
  return markup`<h2 id="hc-lots-${speech.locale}">${words.title}</h2>
<table aria-labelledby="hc-lots-${speech.locale}">
<thead><tr><th scope="col">${words.expires}</th><th scope="col" class="hc-page__number">${words.left}</th></tr></thead>
<tbody>
${rows}
${otherLotsMinor > 0 ? row(speech, words.later, otherLotsMinor) : null}
</tbody>
<tfoot>${row(speech, words.total, listedMinor + otherLotsMinor)}</tfoot>
</table>`;
}

/** Lots with the same dates are one thing to the shopper, above all those that never expire. */
function sameDates(lots: readonly LotRow[], now: Instant): LotRow[] {
  const merged = new Map<string, LotRow>();
  for (const lot of lots) {
    const usableFrom = lot.availableFrom > now ? lot.availableFrom : "now";
    const key = `${usableFrom} ${lot.expiresAt ?? "never"}`;
    const remainingMinor = lot.remainingMinor + (merged.get(key)?.remainingMinor ?? 0);
    merged.set(key, { ...lot, remainingMinor });
  }
  return [...merged.values()];
}

function lotRow(speech: Speech, lot: LotRow, now: Instant): Markup {
  const { lots: words, balance } = speech.words;
  if (lot.availableFrom === NO_DAY_YET) {
    const detail = markup`<span class="hc-page__detail">${balance.pendingText}</span>`;
    return row(speech, markup`${words.later}${detail}`, lot.remainingMinor);
  }
  const expires = lot.expiresAt === null ? words.never : day(lot.expiresAt);
  if (lot.availableFrom <= now) return row(speech, expires, lot.remainingMinor);
  const [before = "", after = ""] = words.usableFrom.split("{date}");
  const from = markup`${before}${day(lot.availableFrom)}${after}`;
  return row(speech, markup`${expires}<span class="hc-page__detail">${from}</span>`, lot.remainingMinor);
}

function row(speech: Speech, name: Markup | string, amountMinor: number): Markup {
  return markup`<tr><th scope="row">${name}</th><td class="hc-page__number">${speech.amount(amountMinor)}</td></tr>`;
}
