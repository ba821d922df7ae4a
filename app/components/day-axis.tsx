import { InlineStack, Text } from "@shopify/polaris";

import { formatDay } from "./moment.tsx";

/** The line at zero across a drawing that is `width` wide, at the height `y`. */
export function ZeroLine({ width, y }: { width: number; y: number }) {
  return (
    <line
      x1={0}
      x2={width}
      y1={y}
      y2={y}
      stroke="var(--p-color-border)"
      strokeWidth={1}
      vectorEffect="non-scaling-stroke"
    />
  );
}

/** The first and the last of the days that a drawing is about. */
export function DayEnds({ days }: { days: readonly { readonly day: string }[] }) {
  return (
    <InlineStack align="space-between">
      {[days[0], days.at(-1)].map((day) =>
        day ? (
          <Text key={day.day} as="span" variant="bodySm" tone="subdued">
            {formatDay(day.day)}
          </Text>
        ) : null,
      )}
    </InlineStack>
  );
}
