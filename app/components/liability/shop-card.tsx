import { BlockStack, Card, Text } from "@shopify/polaris";

import { formatDay } from "../moment.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { Credits } from "../unit.tsx";

/** What members hold by one shop's entries. */
export interface ShopLine {
  /** 0: entries that no shop caused. */
  readonly shopId: number;
  readonly name: string;
  readonly currency: string;
  readonly liabilityMinor: number;
}

/** What members held at the end of a day, by the shops whose entries gave and took it. */
export function ShopCard({ lines, day }: { lines: readonly ShopLine[]; day: string }) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            By shop
          </Text>
          <Text as="p" tone="subdued" variant="bodySm">
            At the end of {formatDay(day)}. What time alone brings about, such as expiry, belongs to no shop.
          </Text>
        </BlockStack>
        <SimpleTable
          caption="What members hold, by shop"
          columns={[{ heading: "Shop" }, { heading: "Currency" }, { heading: "Liability", numeric: true }]}
          rows={lines.map((line) => ({
            key: line.shopId,
            cells: [line.name, line.currency, <Credits key="held" bare amountMinor={line.liabilityMinor} />],
          }))}
        />
      </BlockStack>
    </Card>
  );
}
