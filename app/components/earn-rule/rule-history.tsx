import { Badge, BlockStack, Box, Card, InlineStack, Text } from "@shopify/polaris";

import type { SimpleEarnRule } from "#core/rules";
import type { Instant } from "#core/units";

import { formatRate } from "../exact-product.ts";
import { Moment } from "../moment.tsx";
import { roundingWords } from "../words/evaluation-words.tsx";
import { authorWords } from "../words/staff-words.tsx";

/** A version with who made it and why. */
export interface RuleHistoryRow {
  readonly version: number;
  readonly activeFrom: Instant;
  readonly author: string;
  readonly reason: string;
  readonly state: "approved" | "awaiting_approval" | "declined";
  /** Who decided about it, and why; null: nobody had to, or has. */
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
  /** The version that it brings back; null: none. */
  readonly rollbackOf: number | null;
  /** null: it says more than one simple rule. */
  readonly rule: SimpleEarnRule | null;
  /** Names of the rules that are on. */
  readonly rules: readonly string[];
}

/** Every version of the rule, newest first; none is ever changed or deleted. */
export function RuleHistory({
  versions,
  inForce,
}: {
  versions: readonly RuleHistoryRow[];
  /** The version that judges an order placed now. */
  inForce: number | null;
}) {
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
                  {row.version === inForce ? <Badge tone="success">Active</Badge> : null}
                  {row.rules.length > 0 ? null : <Badge>Off</Badge>}
                  {row.state === "awaiting_approval" ? (
                    <Badge tone="attention">Waits for approval</Badge>
                  ) : null}
                  {row.state === "declined" ? <Badge>Declined</Badge> : null}
                </InlineStack>
                <Text as="p">{summary(row)}</Text>
                <Text as="p" tone="subdued" variant="bodySm">
                  <Moment at={row.activeFrom} /> · {authorWords(row.author)}
                  {row.reason === "" ? "" : ` · ${row.reason}`}
                </Text>
                {row.decidedBy === null ? null : (
                  <Text as="p" tone="subdued" variant="bodySm">
                    {row.state === "declined" ? "Declined" : "Approved"} by {authorWords(row.decidedBy)}
                    {row.decisionReason ? ` · ${row.decisionReason}` : ""}
                  </Text>
                )}
              </BlockStack>
            </Box>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}

function summary({ rule, rules, rollbackOf }: RuleHistoryRow): string {
  const origin = rollbackOf === null ? "" : `Brings back version ${rollbackOf}: `;
  if (!rule) return `${origin}${rules.join(", ")}`;
  const expiry =
    rule.expiresAfterDays === null ? "never expire" : `expire after ${rule.expiresAfterDays} days`;
  const rate = formatRate(rule.creditsPerUnitMicros);
  return `${origin}${rate} per ${rule.currency}, ${roundingWords[rule.rounding]}; credits ${expiry}`;
}
