import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";

import type { SyncDelivery } from "#core/reading";

import { Moment } from "../moment.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { SubjectLink } from "./subject-link.tsx";

/** The newest orders and returns that Exigo has, each with Exigo's number. */
export function DeliveriesCard({ deliveries }: { readonly deliveries: readonly SyncDelivery[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Newest in Exigo
        </Text>
        <SimpleTable
          caption="Newest orders and returns in Exigo"
          columns={[{ heading: "In Shopify" }, { heading: "In Exigo" }, { heading: "Since" }]}
          rows={deliveries.map((delivery) => ({
            key: delivery.id,
            cells: [
              <SubjectLink key="subject" subject={delivery.subject} />,
              <InlineStack key="number" gap="200">
                <span>{numberWords(delivery)}</span>
                {delivery.toGo === 0 ? (
                  <Badge tone="success">Delivered</Badge>
                ) : (
                  <Badge tone="info">{`${delivery.toGo} to go`}</Badge>
                )}
              </InlineStack>,
              <Moment key="at" at={delivery.at} />,
            ],
          }))}
        />
      </BlockStack>
    </Card>
  );
}

function numberWords({ kind, exigoOrderId }: SyncDelivery): string {
  const what = kind === "exigo.return" ? "Return" : "Order";
  return exigoOrderId === null ? what : `${what} ${exigoOrderId}`;
}
