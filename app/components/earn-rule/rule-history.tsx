import { Badge, BlockStack, Box, Card, InlineStack, Text } from "@shopify/polaris";

import type { EarnRuleVersion } from "#core/earning";

import { formatRate } from "../exact-product.ts";
import { Moment } from "../moment.tsx";
import { roundingWords } from "../words/evaluation-words.tsx";
import { staffWords } from "../words/staff-words.tsx";

/** A version with who made it and why. */
export type RuleHistoryRow = EarnRuleVersion & { readonly author: string; readonly reason: string };

/** Every version of the rule, newest first; none is ever changed or deleted. */
export function RuleHistory({ versions }: { versions: readonly RuleHistoryRow[] }) {
  const newest = versions.at(-1)?.version;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          History
        </Text>
        <Text as="p" tone="subdued">
          An order keeps the version of the moment it was placed. A refund takes back what that version gave.
        </Text>
        <ol style={{ listStyle: "none", margin: 0, padding: 0 }}>
          {versions.toReversed().map((row) => (
            <Box
              key={row.version}
              as="li"
              paddingBlock="300"
              borderBlockStartWidth="025"
              borderColor="border-secondary"
            >
              <BlockStack gap="050">
                <InlineStack gap="200" blockAlign="center">
                  <Text as="h3" variant="bodyMd" fontWeight="semibold">
                    Version {row.version}
                  </Text>
                  {row.version === newest ? <Badge tone="success">Active</Badge> : null}
                  {row.document.enabled ? null : <Badge>Off</Badge>}
                </InlineStack>
                <Text as="p">{summary(row)}</Text>
                <Text as="p" tone="subdued" variant="bodySm">
                  <Moment at={row.activeFrom} /> · {authorWords(row.author)}
                  {row.reason === "" ? "" : ` · ${row.reason}`}
                </Text>
              </BlockStack>
            </Box>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}

function summary({ document }: EarnRuleVersion): string {
  const expiry =
    document.expiresAfterDays === null ? "never expire" : `expire after ${document.expiresAfterDays} days`;
  const rate = formatRate(document.creditsPerUnitMicros);
  return `${rate} per ${document.currency}, ${roundingWords[document.rounding]}; credits ${expiry}`;
}

function authorWords(author: string): string {
  return /^\d+$/.test(author) ? staffWords(author) : author;
}
