import { BlockStack, InlineStack, Text } from "@shopify/polaris";

import type { WaitingOpeningRow } from "#core/reading";

import { Moment } from "./moment.tsx";
import { Credits } from "./unit.tsx";
import { openingWaitWords } from "./words/opening-words.tsx";

/** Imported balances with what each of them waits for. */
export function OpeningsList({ rows }: { rows: readonly WaitingOpeningRow[] }) {
  return (
    <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: "var(--p-space-300)" }}>
      {rows.map((row) => (
        <li key={row.id}>
          <InlineStack align="space-between" gap="200" blockAlign="start">
            <BlockStack>
              <Text as="span" fontWeight="semibold" breakWord>
                {row.email}
              </Text>
              <Text as="span" tone="subdued" variant="bodySm">
                {row.line === null ? "From" : `Line ${row.line} of`} {row.source}, since{" "}
                <Moment at={row.since} to="day" />. {openingWaitWords[row.reason]}
              </Text>
            </BlockStack>
            <Credits amountMinor={row.amountMinor} />
          </InlineStack>
        </li>
      ))}
    </ul>
  );
}
