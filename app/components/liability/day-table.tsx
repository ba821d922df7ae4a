import { BlockStack, Box, Card, InlineStack, Text, useBreakpoints } from "@shopify/polaris";

import { ROLL_FORWARD_LINES } from "#core/reading";
import type { RollForwardDay, RollForwardLine } from "#core/reading";

import { formatDay } from "../moment.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { Credits, formatAmount, useUnit } from "../unit.tsx";
import { rollForwardLineWords } from "../words/liability-words.tsx";
import { linesToShow } from "./statement.tsx";

/** More columns than these do not fit beside one another on a narrow screen. */
const MOST_COLUMNS = 9;

/** The roll-forward day by day, newest first; days without a movement are left out. */
export function DayTable({ days }: { days: readonly RollForwardDay[] }) {
  const { mdDown } = useBreakpoints();
  const moved = days.filter((day) => ROLL_FORWARD_LINES.some((line) => day[line] !== 0)).toReversed();
  const lines = linesToShow(moved);
  const isNarrow = mdDown || lines.length + 3 > MOST_COLUMNS;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            By day
          </Text>
          <Text as="p" tone="subdued" variant="bodySm">
            Days in UTC, by the time of booking. Days without a movement are left out here, not in the export.
          </Text>
        </BlockStack>
        {moved.length === 0 ? (
          <Box paddingBlock="400">
            <Text as="p" tone="subdued" alignment="center">
              Nothing was booked in this time.
            </Text>
          </Box>
        ) : isNarrow ? (
          <DayList days={moved} />
        ) : (
          <WideTable days={moved} lines={lines} />
        )}
      </BlockStack>
    </Card>
  );
}

function WideTable({ days, lines }: { days: readonly RollForwardDay[]; lines: readonly RollForwardLine[] }) {
  const columns = ["Open", ...lines.map((line) => rollForwardLineWords[line]), "Close"];
  return (
    <SimpleTable
      caption="Roll-forward by day: open, what was added and taken, close"
      columns={[{ heading: "Day" }, ...columns.map((heading) => ({ heading, numeric: true }))]}
      rows={days.map((day) => ({
        key: day.day,
        cells: [
          formatDay(day.day),
          <Credits key="open" bare amountMinor={day.openMinor} />,
          ...lines.map((line) =>
            day[line] === 0 ? (
              <Text key={line} as="span" tone="subdued">
                –
              </Text>
            ) : (
              <Credits key={line} bare signed amountMinor={day[line]} />
            ),
          ),
          <Credits key="close" bare strong amountMinor={day.closeMinor} />,
        ],
      }))}
    />
  );
}

/** The same days for a screen that has no room for a table. */
function DayList({ days }: { days: readonly RollForwardDay[] }) {
  const unit = useUnit();
  return (
    <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {days.map((day) => (
        <li
          key={day.day}
          style={{
            padding: "var(--p-space-200) 0",
            borderTop: "var(--p-border-width-025) solid var(--p-color-border-secondary)",
          }}
        >
          <InlineStack align="space-between" gap="200">
            <Text as="span" fontWeight="semibold">
              {formatDay(day.day)}
            </Text>
            <Credits amountMinor={day.closeMinor} strong />
          </InlineStack>
          <Text as="p" tone="subdued" variant="bodySm">
            {`Open ${formatAmount(day.openMinor, unit)} · `}
            {ROLL_FORWARD_LINES.filter((line) => day[line] !== 0)
              .map((line) => `${rollForwardLineWords[line]} ${formatAmount(day[line], unit, true)}`)
              .join(" · ")}
          </Text>
        </li>
      ))}
    </ul>
  );
}
