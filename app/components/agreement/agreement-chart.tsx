import { BlockStack, Text } from "@shopify/polaris";

import type { AgreementDay } from "#core/reading";
import { agreedShare } from "#core/sync";

import { DayEnds } from "../day-axis.tsx";
import { formatDay } from "../moment.tsx";
import { shareWords } from "../words/agreement-words.tsx";

const WIDTH = 600;
const HEIGHT = 120;
const WHOLE = 1_000_000;
/** A day with full agreement is still seen. */
const LEAST = 2;

/** What was not agreed within a day, as a bar for each day that was measured. */
export function AgreementChart({ days }: { days: readonly AgreementDay[] }) {
  const shown = days.map((day) => ({ ...day, ppm: agreedShare(day).withinDayPpm ?? WHOLE }));
  const worst = Math.max(100, ...shown.map(({ ppm }) => WHOLE - ppm));
  const step = WIDTH / shown.length;
  return (
    <BlockStack gap="100">
      <Text as="span" variant="bodySm" tone="subdued">
        Not agreed within a day, up to {shareWords(worst)}
      </Text>
      <svg
        role="img"
        aria-label={`Bars of what was not agreed within a day, for ${shown.length} days. The last is ${shareWords(shown.at(-1)?.ppm ?? null)} agreed.`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        style={{ width: "100%", height: HEIGHT, display: "block" }}
      >
        {shown.map(({ day, ppm }, index) => {
          const height = Math.max(LEAST, (HEIGHT * (WHOLE - ppm)) / worst);
          return (
            <rect
              key={day}
              x={index * step + step * 0.1}
              y={HEIGHT - height}
              width={step * 0.8}
              height={height}
              fill={ppm === WHOLE ? "var(--p-color-bg-fill-success)" : "var(--p-color-bg-fill-caution)"}
            >
              <title>{`${formatDay(day)}: ${shareWords(ppm)} agreed within a day`}</title>
            </rect>
          );
        })}
      </svg>
      <DayEnds days={shown} />
    </BlockStack>
  );
}
