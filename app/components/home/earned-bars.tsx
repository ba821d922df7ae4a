import { DayEnds, ZeroLine } from "../day-axis.tsx";
import { formatDay } from "../moment.tsx";
import { formatCredits, useUnit } from "../unit.tsx";

/** What one day brought; amounts in minor units, zero or more. */
export interface EarnedDay {
  /** Calendar day in UTC, `2026-11-20`. */
  readonly day: string;
  readonly earnedMinor: number;
  readonly takenBackMinor: number;
}

const WIDTH = 600;
const HEIGHT = 140;

/** One pair of bars per day on a common zero line: earned above it, taken back below. */
export function EarnedBars({ perDay }: { perDay: readonly EarnedDay[] }) {
  const unit = useUnit();
  const highest = Math.max(1, ...perDay.map((day) => day.earnedMinor));
  const lowest = Math.max(0, ...perDay.map((day) => day.takenBackMinor));
  const zero = (HEIGHT * highest) / (highest + lowest);
  const perMinor = HEIGHT / (highest + lowest);
  const step = WIDTH / perDay.length;
  return (
    <div>
      <svg
        role="img"
        aria-label="Bars of the credits earned and taken back on each day. The table below holds the figures."
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        style={{ width: "100%", height: HEIGHT, display: "block" }}
      >
        {perDay.map((day, index) => {
          const earned = day.earnedMinor * perMinor;
          const bar = { x: index * step + step * 0.15, width: step * 0.7 };
          return (
            <g key={day.day}>
              <title>{`${formatDay(day.day)}: ${formatCredits(day.earnedMinor, unit)} earned, ${formatCredits(day.takenBackMinor, unit)} taken back`}</title>
              <rect x={index * step} y={0} width={step} height={HEIGHT} fill="transparent" />
              <rect {...bar} y={zero - earned} height={earned} fill="var(--p-color-bg-fill-success)" />
              <rect
                {...bar}
                y={zero}
                height={day.takenBackMinor * perMinor}
                fill="var(--p-color-bg-fill-critical)"
              />
            </g>
          );
        })}
        <ZeroLine width={WIDTH} y={zero} />
      </svg>
      <DayEnds days={perDay} />
    </div>
  );
}
