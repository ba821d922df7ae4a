import { BlockStack, Card, InlineGrid, Text } from "@shopify/polaris";

import type { AccountPage } from "#core/reading";
import { formatCredits, useUnit } from "../unit.tsx";

/** What the member has: available and owed stand apart, because an account that owes has nothing available. */
export function BalanceCard({ member }: { member: AccountPage["member"] }) {
  const owedMinor = Math.max(0, -member.availableMinor);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Balance
        </Text>
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
          <Figure name="Available" amountMinor={Math.max(0, member.availableMinor)} isMain />
          <Figure name="Pending" amountMinor={member.pendingMinor} />
          <Figure name="Held for a cart" amountMinor={member.heldMinor} />
          <Figure name="Owed" amountMinor={owedMinor} isCritical={owedMinor > 0} />
        </InlineGrid>
        {owedMinor > 0 ? (
          <Text as="p" tone="subdued">
            Credits were taken back after they had been spent. The next credits repay them first.
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

interface FigureProps {
  readonly name: string;
  readonly amountMinor: number;
  readonly isMain?: boolean;
  readonly isCritical?: boolean;
}

function Figure({ name, amountMinor, isMain = false, isCritical = false }: FigureProps) {
  const unit = useUnit();
  return (
    <BlockStack gap="050">
      <Text as="p" tone="subdued">
        {name}
      </Text>
      <Text
        as="p"
        variant={isMain ? "headingXl" : "headingMd"}
        numeric
        tone={isCritical ? "critical" : "base"}
      >
        {formatCredits(amountMinor, unit)}
      </Text>
    </BlockStack>
  );
}
