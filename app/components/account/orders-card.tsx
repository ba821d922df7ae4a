import { BlockStack, Box, Button, Card, Collapsible, InlineStack, Text } from "@shopify/polaris";
import { useId, useState } from "react";

import type { OrderRow } from "#core/reading";
import { Moment } from "../moment.tsx";
import { Credits } from "../unit.tsx";
import { evaluationWords } from "../words/evaluation-words.tsx";
import { EvaluationSteps } from "./evaluation-steps.tsx";

/** The member's orders with what each earns, and for those that earn nothing the reason. */
export function OrdersCard({ orders }: { orders: readonly OrderRow[] }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Orders
        </Text>
        {orders.length === 0 ? (
          <Text as="p" tone="subdued">
            No order of this member has arrived yet.
          </Text>
        ) : (
          <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
            {orders.map((order) => (
              <OrderItem key={order.orderId} order={order} />
            ))}
          </ul>
        )}
      </BlockStack>
    </Card>
  );
}

function OrderItem({ order }: { order: OrderRow }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const name = order.name ?? `Order ${order.orderId}`;
  const { evaluation } = order;
  return (
    <Box as="li" paddingBlock="200">
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200" wrap={false}>
          <Text as="span" fontWeight="semibold">
            {name}
          </Text>
          {evaluation ? <Credits amountMinor={evaluation.targetMinor} /> : null}
        </InlineStack>
        <Text as="p" tone="subdued" variant="bodySm">
          {order.placedAt ? <Moment at={order.placedAt} to="day" /> : "Date not known yet"}
          {evaluation && evaluation.targetMinor === 0 ? ` · ${evaluationWords[evaluation.reason]}` : ""}
        </Text>
        {evaluation ? (
          <>
            <InlineStack>
              <Button
                variant="plain"
                disclosure={isOpen ? "up" : "down"}
                ariaExpanded={isOpen}
                ariaControls={id}
                accessibilityLabel={`Why ${name} earns this`}
                onClick={() => setIsOpen((before) => !before)}
              >
                Why
              </Button>
            </InlineStack>
            <Collapsible id={id} open={isOpen}>
              {isOpen ? <EvaluationSteps evaluation={evaluation} before={null} /> : null}
            </Collapsible>
          </>
        ) : null}
      </BlockStack>
    </Box>
  );
}
