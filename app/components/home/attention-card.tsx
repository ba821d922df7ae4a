import { BlockStack, Box, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import type { AttentionRow } from "#core/reading";

import { Moment } from "../moment.tsx";
import { formatCredits, useUnit } from "../unit.tsx";
import type { Unit } from "../unit.tsx";
import { wordsOfFinding } from "../words/arrival-words.tsx";
import { intentKindWords, settleLabel } from "../words/exigo-words.tsx";

/** Ways to decide what waits for a person. */
export interface AttentionActions {
  readonly settle: (intentId: number) => void;
  readonly reviewCase: (found: { readonly caseId: number; readonly driftMinor: number }) => void;
  readonly retryEvent: (event: { readonly id: number; readonly shopDomain: string }) => void;
  /** An event is being tried again. */
  readonly isBusy: boolean;
}

interface AttentionCardProps {
  readonly rows: readonly AttentionRow[];
  readonly actions: AttentionActions;
}

/** What waits for a person, each with its decision and the way to the member it is about. */
export function AttentionCard({ rows, actions }: AttentionCardProps) {
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
                  <InlineStack gap="300" blockAlign="center">
                    {row.memberId === null ? null : (
                      <Link url={`/app/members/${row.memberId}`}>{row.memberName ?? "Open member"}</Link>
                    )}
                    <Decide row={row} actions={actions} />
                  </InlineStack>
                </InlineStack>
              </Box>
            ))}
          </ul>
        )}
      </BlockStack>
    </Card>
  );
}

function Decide({ row, actions }: { row: AttentionRow; actions: AttentionActions }) {
  switch (row.kind) {
    case "intent":
      return (
        <Button size="slim" onClick={() => actions.settle(row.id)}>
          {settleLabel(row.state)}
        </Button>
      );
    case "case":
      return (
        <Button
          size="slim"
          onClick={() => actions.reviewCase({ caseId: row.id, driftMinor: row.amountMinor })}
        >
          Decide
        </Button>
      );
    case "inbox":
      return (
        <Button size="slim" disabled={actions.isBusy} onClick={() => actions.retryEvent(row)}>
          Try again
        </Button>
      );
    case "merge":
      return null;
    case "steps":
      return <Link url="/app/sync">Look</Link>;
    case "data_request":
      return <Link url="/app/privacy">Answer</Link>;
    case "arrival":
      return <Link url="/app/shopify">Look</Link>;
  }
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
    case "arrival":
      return wordsOfFinding(row.finding).title;
    case "case":
      return row.drift === "missing"
        ? `Exigo has ${formatCredits(Math.abs(row.amountMinor), unit)} less than expected`
        : `Exigo has ${formatCredits(Math.abs(row.amountMinor), unit)} more than expected`;
    case "merge":
      return "Two customers were merged, and both are in Exigo";
    case "steps":
      return row.steps === 1
        ? "A step of sync needs you"
        : `${row.steps.toLocaleString("en")} steps of sync need you`;
    case "data_request":
      return "A customer asked for their data";
  }
}

function reasonOf(row: AttentionRow): ReactNode {
  if (row.kind === "case") return `case ${row.id}`;
  if (row.kind === "merge") return "say which of them goes on";
  if (row.kind === "steps") return "orders, customers or products that did not go through";
  if (row.kind === "data_request") {
    return (
      <>
        to be answered by <Moment at={row.dueAt} to="day" />
      </>
    );
  }
  if (row.kind === "arrival") return `${row.shopDomain}: ${wordsOfFinding(row.finding).cause}`;
  return row.reason ?? "no reason was given";
}
