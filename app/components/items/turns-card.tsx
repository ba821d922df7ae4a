import { BlockStack, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";

import { Moment } from "../moment.tsx";

/** A turn of comparing as the page shows it. */
export interface TurnView {
  readonly task: "products" | "items" | "prices" | "stock" | "shipments";
  readonly dueAt: string;
  readonly running: boolean;
  readonly compared: number;
  readonly total: number | null;
  readonly finishedAt: string | null;
  readonly lastError: string | null;
}

const names = {
  products: "Products of the shops",
  items: "Items of Exigo",
  prices: "Prices",
  stock: "Stock",
  shipments: "Shipments",
} as const;
const order: readonly TurnView["task"][] = ["products", "items", "prices", "stock", "shipments"];

/** When each part was compared last, and how far it is now. */
export function TurnsCard({
  turns,
  busyTask,
  onHurry,
}: {
  readonly turns: readonly TurnView[];
  readonly busyTask: string | null;
  readonly onHurry: (task: TurnView["task"]) => void;
}) {
  const sorted = order.flatMap((task) => turns.find((turn) => turn.task === task) ?? []);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Compared with Exigo
        </Text>
        {sorted.map((turn) => (
          <InlineStack key={turn.task} gap="300" align="space-between" blockAlign="center">
            <div style={{ flex: "1 1 12rem" }}>
              <BlockStack gap="050">
                <Text as="h3" variant="bodyMd" fontWeight="medium">
                  {names[turn.task]}
                </Text>
                <TurnLine turn={turn} />
              </BlockStack>
            </div>
            <Button
              onClick={() => onHurry(turn.task)}
              loading={busyTask === turn.task}
              disabled={turn.running}
              accessibilityLabel={`Compare now: ${names[turn.task]}`}
            >
              Now
            </Button>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function TurnLine({ turn }: { readonly turn: TurnView }) {
  if (turn.running) {
    const share = turn.total ? Math.min(99, Math.floor((turn.compared / turn.total) * 100)) : 0;
    return (
      <BlockStack gap="100">
        <ProgressBar size="small" progress={share} />
        <Text as="p" tone="subdued">{`${turn.compared} compared`}</Text>
      </BlockStack>
    );
  }
  if (turn.lastError !== null) {
    return (
      <Text as="p" tone="critical" breakWord>
        {`Not finished: ${turn.lastError}. It goes on by itself.`}
      </Text>
    );
  }
  return (
    <Text as="p" tone="subdued">
      {turn.finishedAt === null ? (
        "Not yet"
      ) : (
        <>
          {`${turn.total ?? 0} compared `}
          <Moment at={turn.finishedAt} />
        </>
      )}
    </Text>
  );
}
