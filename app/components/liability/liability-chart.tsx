import { BlockStack, Text } from "@shopify/polaris";

import type { RollForwardDay } from "#core/reading";

import { DayEnds, ZeroLine } from "../day-axis.tsx";
import { formatDay } from "../moment.tsx";
import { formatCredits, useUnit } from "../unit.tsx";

const WIDTH = 600;
const HEIGHT = 160;
/** Room for the line's own width. */
const EDGE = 2;

/** What members held at the end of each day, as a line over a zero that is always in the picture. */
export function LiabilityChart({ days }: { days: readonly RollForwardDay[] }) {
  const unit = useUnit();
  const closes = days.map((day) => day.closeMinor);
  const highest = Math.max(1, ...closes);
  const lowest = Math.min(0, ...closes);
  const toY = (amountMinor: number) =>
    EDGE + ((HEIGHT - 2 * EDGE) * (highest - amountMinor)) / (highest - lowest);
  const step = WIDTH / days.length;
  const points = days.map(
    (day, index) => `${index * step},${toY(day.closeMinor)} ${(index + 1) * step},${toY(day.closeMinor)}`,
  );
  return (
    <BlockStack gap="100">
      <Text as="span" variant="bodySm" tone="subdued">
        Held at the end of each day, up to {formatCredits(highest, unit)}
      </Text>
      <svg
        role="img"
        aria-label="A line of what members held at the end of each day. The table by day holds the figures."
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        style={{ width: "100%", height: HEIGHT, display: "block" }}
      >
        <polygon
          points={`0,${toY(0)} ${points.join(" ")} ${WIDTH},${toY(0)}`}
          fill="var(--p-color-bg-fill-info)"
          opacity={0.35}
        />
        <polyline
          points={points.join(" ")}
          fill="none"
          stroke="var(--p-color-border-info)"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
        <ZeroLine width={WIDTH} y={toY(0)} />
        {days.map((day, index) => (
          <rect key={day.day} x={index * step} y={0} width={step} height={HEIGHT} fill="transparent">
            <title>{`${formatDay(day.day)}: ${formatCredits(day.closeMinor, unit)}`}</title>
          </rect>
        ))}
      </svg>
      <DayEnds days={days} />
    </BlockStack>
  );
}
