import { BlockStack, Box, Button, Card, Collapsible, InlineStack, Text } from "@shopify/polaris";
import { useId, useState } from "react";

import { formatDay } from "../moment.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { formatCredits, useUnit } from "../unit.tsx";
import { EarnedBars } from "./earned-bars.tsx";
import type { EarnedDay } from "./earned-bars.tsx";

/** Credits earned and taken back per day: bars for the eye, and a table with the same figures. */
export function EarnedChart({ perDay }: { perDay: readonly EarnedDay[] }) {
  const unit = useUnit();
  const id = useId();
  const [isTable, setIsTable] = useState(false);
  const earnedMinor = perDay.reduce((sum, day) => sum + day.earnedMinor, 0);
  const takenBackMinor = perDay.reduce((sum, day) => sum + day.takenBackMinor, 0);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Earned and taken back, last {perDay.length} days
        </Text>
        <InlineStack gap="600">
          <Legend
            color="var(--p-color-bg-fill-success)"
            name="Earned"
            text={formatCredits(earnedMinor, unit)}
          />
          <Legend
            color="var(--p-color-bg-fill-critical)"
            name="Taken back"
            text={formatCredits(takenBackMinor, unit)}
          />
        </InlineStack>
        {earnedMinor + takenBackMinor === 0 ? (
          <Box paddingBlock="600">
            <Text as="p" tone="subdued" alignment="center">
              Nothing was earned in this time. The first paid order of a customer shows here.
            </Text>
          </Box>
        ) : (
          <>
            <EarnedBars perDay={perDay} />
            <InlineStack>
              <Button
                variant="plain"
                disclosure={isTable ? "up" : "down"}
                ariaExpanded={isTable}
                ariaControls={id}
                onClick={() => setIsTable((before) => !before)}
              >
                Show as a table
              </Button>
            </InlineStack>
            <Collapsible id={id} open={isTable}>
              <DayTable perDay={perDay} />
            </Collapsible>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function Legend({ color, name, text }: { color: string; name: string; text: string }) {
  return (
    <BlockStack gap="050">
      <InlineStack gap="150" blockAlign="center">
        <span aria-hidden style={{ width: 10, height: 10, borderRadius: 2, background: color }} />
        <Text as="span" tone="subdued">
          {name}
        </Text>
      </InlineStack>
      <Text as="span" variant="headingMd" numeric>
        {text}
      </Text>
    </BlockStack>
  );
}

function DayTable({ perDay }: { perDay: readonly EarnedDay[] }) {
  const unit = useUnit();
  const rows = perDay.filter((day) => day.earnedMinor + day.takenBackMinor > 0).reverse();
  return (
    <SimpleTable
      caption="Credits earned and taken back per day; days without an entry are left out"
      columns={[
        { heading: "Day (UTC)" },
        { heading: "Earned", numeric: true },
        { heading: "Taken back", numeric: true },
      ]}
      rows={rows.map((day) => ({
        key: day.day,
        cells: [
          formatDay(day.day),
          formatCredits(day.earnedMinor, unit),
          formatCredits(day.takenBackMinor, unit),
        ],
      }))}
    />
  );
}
