import { Banner, BlockStack, Text } from "@shopify/polaris";

import { dayAfter, ROLL_FORWARD_LINES } from "#core/reading";
import type { Period, RollForwardDay, RollForwardLine } from "#core/reading";

import { formatDay } from "../moment.tsx";
import { Credits } from "../unit.tsx";
import { rollForwardLineWords } from "../words/liability-words.tsx";

/** Lines that a merchant looks for even where they are zero. */
const ALWAYS: readonly RollForwardLine[] = ["earnedMinor", "spentMinor", "expiredMinor", "reversedMinor"];

/** The lines that say something of these days, in their order. */
export function linesToShow(days: readonly RollForwardDay[]): RollForwardLine[] {
  return ROLL_FORWARD_LINES.filter((line) => ALWAYS.includes(line) || days.some((day) => day[line] !== 0));
}

/** The roll-forward of a whole period, from what members held before it to what they held after it. */
export function Statement({ sum, period }: { sum: RollForwardDay; period: Period }) {
  return (
    <BlockStack gap="200">
      <dl style={{ margin: 0, display: "grid" }}>
        <Line name={`Held at the end of ${formatDay(dayAfter(period.from, -1))}`} strong>
          <Credits amountMinor={sum.openMinor} strong />
        </Line>
        {linesToShow([sum]).map((line) => (
          <Line key={line} name={rollForwardLineWords[line]}>
            <Credits amountMinor={sum[line]} signed bare />
          </Line>
        ))}
        <Line name={`Held at the end of ${formatDay(period.to)}`} strong isSum>
          <Credits amountMinor={sum.closeMinor} strong />
        </Line>
      </dl>
      {sum.differenceMinor === 0 ? null : (
        <Banner tone="critical" title="The lines do not add up">
          <Text as="p">
            The postings of this time leave <Credits amountMinor={sum.differenceMinor} signed /> unexplained.
            Verify the ledger.
          </Text>
        </Banner>
      )}
    </BlockStack>
  );
}

interface LineProps {
  readonly name: string;
  readonly strong?: boolean;
  readonly isSum?: boolean;
  readonly children: React.ReactNode;
}

function Line({ name, strong = false, isSum = false, children }: LineProps) {
  return (
    <div
      style={{
        display: "flex",
        justifyContent: "space-between",
        gap: "var(--p-space-400)",
        padding: "var(--p-space-150) 0",
        ...(isSum ? { borderTop: "var(--p-border-width-025) solid var(--p-color-border)" } : {}),
      }}
    >
      <dt>
        <Text as="span" fontWeight={strong ? "semibold" : "regular"}>
          {name}
        </Text>
      </dt>
      <dd style={{ margin: 0, textAlign: "end" }}>{children}</dd>
    </div>
  );
}
