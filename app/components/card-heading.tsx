import { BlockStack, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

/** What a card is about, with its one action beside it, or below it where there is no room. */
export function CardHeading({ title, children, action }: CardHeadingProps) {
  return (
    <InlineStack align="space-between" gap="300" blockAlign="start">
      <div style={{ flex: "1 1 16rem" }}>
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {children}
          </Text>
        </BlockStack>
      </div>
      {action}
    </InlineStack>
  );
}

interface CardHeadingProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action: ReactNode;
}
