import type { CreditsPage } from "#core/reading";
import type { Instant } from "#core/units";

import { balanceSection } from "./balance-section.ts";
import { historySection } from "./history-section.ts";
import { lotsSection } from "./lots-section.ts";
import { markup, toText } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { speechOf } from "./speech.ts";
import type { Speech, Unit } from "./speech.ts";
import { styles } from "./styles.ts";
import { de } from "./words/de.ts";
import { en } from "./words/en.ts";
import { es } from "./words/es.ts";
import { fr } from "./words/fr.ts";

const others = { de, es, fr };

export interface CreditsPageInput {
  readonly unit: Unit;
  readonly isLoggedIn: boolean;
  /** null: nobody is logged in, or the customer is no member yet. */
  readonly credits: CreditsPage | null;
  /** Whether the newest movements are shown. */
  readonly isNewest: boolean;
  readonly now: Instant;
}

/**
 * The page as Liquid. Shopify tells an app proxy no language, but the theme knows it: the page comes in every language,
 * and Liquid keeps one of them.
 */
export function renderCreditsPage(input: CreditsPageInput): string {
  const whens = Object.entries(others).map(
    ([locale, words]) =>
      markup`{% when '${locale}' %}${renderIn(speechOf(locale, words, input.unit), input)}`,
  );
  return toText(
    markup`{% assign hc_language = request.locale.iso_code | slice: 0, 2 %}${styles}{% case hc_language %}${whens}{% else %}${renderIn(speechOf("en", en, input.unit), input)}{% endcase %}`,
  );
}

function renderIn(speech: Speech, input: CreditsPageInput): Markup {
  return markup`<div class="hc-page" lang="${speech.locale}">
<h1>${speech.words.title}</h1>
${content(speech, input)}
</div>`;
}

function content(speech: Speech, { isLoggedIn, credits, isNewest, now }: CreditsPageInput): Markup {
  const { loggedOut, empty } = speech.words;
  if (!isLoggedIn) {
    return markup`<p>${loggedOut.text}</p>
<p><a href="{{ routes.storefront_login_url }}">${loggedOut.link}</a></p>`;
  }
  if (!credits || (isNewest && credits.movements.length === 0)) {
    return markup`<p><strong>${empty.title}</strong></p>
<p>${empty.text}</p>
<p><a href="{{ routes.all_products_collection_url }}">${empty.link}</a></p>`;
  }
  return markup`${balanceSection(speech, credits)}
${lotsSection(speech, credits, now)}
${historySection(speech, credits, isNewest)}`;
}
