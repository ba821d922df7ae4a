import { BlockStack, Card, InlineGrid, Text } from "@shopify/polaris";

import type { HomeFigures } from "#core/reading";

import { formatCredits, useUnit } from "../unit.tsx";

/** The two figures that a merchant asks for first. */
export function FiguresCard({ figures }: { figures: HomeFigures }) {
  const unit = useUnit();
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
      <Figure
        name="Members"
        value={new Intl.NumberFormat("en").format(figures.members)}
        text="Customers with an account"
      />
      <Figure
        name="Outstanding"
        value={formatCredits(figures.outstandingMinor, unit)}
        text="What members hold: available, pending and held"
      />
    </InlineGrid>
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
