import { BlockStack, Card, InlineGrid, InlineStack, Link, Text } from "@shopify/polaris";

import { sumOfDays } from "#core/reading";
import type { HomeFigures } from "#core/reading";

import { Moment } from "../moment.tsx";
import { formatAmount, formatCredits, useUnit } from "../unit.tsx";
import { lagWords } from "../words/lag-words.tsx";

/** What a merchant asks for first: how many members, what they hold, and what came and went. */
export function FiguresCard({ figures }: { figures: HomeFigures }) {
  const unit = useUnit();
  const sum = sumOfDays(figures.days);
  const amount = (amountMinor: number) => formatAmount(amountMinor, unit);
  const earnedMinor = sum?.earnedMinor ?? 0;
  const spentMinor = -(sum?.spentMinor ?? 0);
  const expiredMinor = -(sum?.expiredMinor ?? 0);
  return (
    <BlockStack gap="400">
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
        <Figure
          name="Members"
          value={new Intl.NumberFormat("en").format(figures.members)}
          text="Customers with an account"
        />
        <Figure
          name="Liability"
          value={formatCredits(sum?.closeMinor ?? 0, unit)}
          text="What members hold: available, pending and held"
        />
      </InlineGrid>
      <Card>
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="baseline" gap="200">
            <Text as="h2" variant="headingMd">
              Last {figures.days.length} days
            </Text>
            <Link url="/app/liability">Open the liability report</Link>
          </InlineStack>
          <InlineGrid columns={3} gap="400">
            <Small name="Earned" value={amount(earnedMinor)} />
            <Small name="Spent" value={amount(spentMinor)} />
            <Small name="Expired" value={amount(expiredMinor)} />
          </InlineGrid>
          <Text as="p" tone="subdued" variant="bodySm">
            {figures.completeTo === null ? null : (
              <>
                Liability and movements as of <Moment at={figures.completeTo} />,{" "}
              </>
            )}
            {lagWords(figures.lagMs)}
          </Text>
        </BlockStack>
      </Card>
    </BlockStack>
  );
}

function Figure({ name, value, text }: { name: string; value: string; text: string }) {
  return (
    <Card>
      <BlockStack gap="100">
        <Text as="h2" variant="headingSm" tone="subdued">
          {name}
        </Text>
        <Text as="p" variant="heading2xl" numeric>
          {value}
        </Text>
        <Text as="p" tone="subdued" variant="bodySm">
          {text}
        </Text>
      </BlockStack>
    </Card>
  );
}

function Small({ name, value }: { name: string; value: string }) {
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="bodySm" tone="subdued">
        {name}
      </Text>
      <Text as="p" variant="headingLg" numeric>
        {value}
      </Text>
    </BlockStack>
  );
}
