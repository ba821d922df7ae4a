import { Badge, BlockStack, Card, InlineGrid, InlineStack, Text } from "@shopify/polaris";

import type { AgreementReport } from "#core/reading";
import { AGREED_GOAL_PPM, agreedShare } from "#core/sync";

import { Fact } from "../fact.tsx";
import { Credits } from "../unit.tsx";
import { shareWords } from "../words/agreement-words.tsx";
import { AgreementChart } from "./agreement-chart.tsx";

/** The share of value that both sides agree on: of this moment, within a day, and by day. */
export function AgreementCard({ report }: { report: AgreementReport }) {
  const { measured, days } = report;
  const { nowPpm, withinDayPpm } = agreedShare(measured);
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Agreed value
          </Text>
          {withinDayPpm === null ? null : (
            <Badge tone={withinDayPpm >= AGREED_GOAL_PPM ? "success" : "warning"}>
              {withinDayPpm >= AGREED_GOAL_PPM ? "As it should be" : "Below 99.99 %"}
            </Badge>
          )}
        </InlineStack>
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
          <Fact name="Within a day">
            <Text as="span" variant="headingLg" numeric>
              {shareWords(withinDayPpm)}
            </Text>
          </Fact>
          <Fact name="At this moment">
            <Text as="span" variant="headingLg" numeric>
              {shareWords(nowPpm)}
            </Text>
          </Fact>
          <Fact name="Value compared">
            <Credits amountMinor={measured.valueMinor} />
          </Fact>
          <Fact name="Differs">
            <Credits amountMinor={measured.gapMinor} />
          </Fact>
        </InlineGrid>
        {days.length > 1 ? <AgreementChart days={days} /> : null}
        <Text as="p" tone="subdued" variant="bodySm">
          Exigo has a day’s time for each movement: what differs for longer than that counts against the first
          figure.
        </Text>
      </BlockStack>
    </Card>
  );
}
