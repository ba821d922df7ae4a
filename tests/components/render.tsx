import { AppProvider } from "@shopify/polaris";
import translations from "@shopify/polaris/locales/en.json";
import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

import { UnitProvider } from "#components/unit";

/** The words of a component as a reader meets them, with single spaces between them. */
export function wordsOf(element: ReactElement, unit = { unitName: "credits", scale: 0 }): string {
  return markupOf(element, unit)
    .replace(/<[^>]+>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .trim();
}

/** The markup that the server sends for a component. */
export function markupOf(element: ReactElement, unit = { unitName: "credits", scale: 0 }): string {
  return renderToStaticMarkup(
    <AppProvider i18n={translations}>
      <UnitProvider unit={unit}>{element}</UnitProvider>
    </AppProvider>,
  );
}
