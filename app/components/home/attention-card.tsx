import { BlockStack, Box, Card, InlineStack, Link, Text } from "@shopify/polaris";

import type { AttentionRow } from "#core/reading";

import { Moment } from "../moment.tsx";
import { formatCredits, useUnit } from "../unit.tsx";
import type { Unit } from "../unit.tsx";
import { intentKindWords } from "../words/exigo-words.tsx";

/** What waits for a person, each with the way to the member it is about. */
export function AttentionCard({ rows }: { rows: readonly AttentionRow[] }) {
  const unit = useUnit();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Needs attention
        </Text>
        {rows.length === 0 ? (
          <Text as="p" tone="subdued">
            Nothing waits for you.
          </Text>
        ) : (
          <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
            {rows.map((row) => (
              <Box key={`${row.kind}-${row.id}`} as="li" paddingBlock="200">
                <InlineStack align="space-between" gap="200" blockAlign="start">
                  <div style={{ flex: "1 1 14rem" }}>
                    <Text as="p" fontWeight="semibold">
                      {titleOf(row, unit)}
                    </Text>
                    <Text as="p" tone="subdued" variant="bodySm">
                      <Moment at={row.at} /> · {reasonOf(row)}
                    </Text>
                  </div>
                  {row.memberId === null ? null : (
                    <Link url={`/app/members/${row.memberId}`}>Open member</Link>
                  )}
                </InlineStack>
              </Box>
            ))}
          </ul>
        )}
      </BlockStack>
    </Card>
  );
}

function titleOf(row: AttentionRow, unit: Unit): string {
  switch (row.kind) {
    case "intent": {
      const what = intentKindWords[row.intentKind] ?? row.intentKind;
      const amount = row.amountMinor === 0 ? "" : ` (${formatCredits(row.amountMinor, unit, true)})`;
      return `${what}${amount} ${row.state === "refused" ? "was refused" : "needs review"}`;
    }
    case "inbox":
      return `An event from Shopify was set aside: ${row.topic}`;
    case "case":
      return row.drift === "missing"
        ? `Exigo has ${formatCredits(Math.abs(row.amountMinor), unit)} less than expected`
        : `Exigo has ${formatCredits(Math.abs(row.amountMinor), unit)} more than expected`;
  }
}

function reasonOf(row: AttentionRow): string {
  if (row.kind === "case") return `case ${row.id}`;
  return row.reason ?? "no reason was given";
}
