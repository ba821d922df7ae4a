import { BlockStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

/** A named fact: the name above, small, the fact below. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <BlockStack gap="050">
      <Text as="span" variant="bodySm" tone="subdued">
        {name}
      </Text>
      <Text as="span" variant="bodyMd">
        {children}
      </Text>
    </BlockStack>
  );
}
