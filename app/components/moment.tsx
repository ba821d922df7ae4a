import { useSyncExternalStore } from "react";

import type { Instant } from "#core/units";

const never = () => () => undefined;

/** False on the server and while the page comes to life, so that both render the same. */
function useIsAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

const styles = {
  day: { dateStyle: "medium" },
  minute: { dateStyle: "medium", timeStyle: "short" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A point in time in the reader's own time zone; in UTC until the page knows it. */
export function Moment({ at, to = "minute" }: { at: Instant; to?: keyof typeof styles }) {
  const isAlive = useIsAlive();
  const format = new Intl.DateTimeFormat("en", { ...styles[to], ...(isAlive ? {} : { timeZone: "UTC" }) });
  const date = new Date(at);
  return (
    <time dateTime={at} title={`${at.slice(0, 19).replace("T", " ")} UTC`}>
      {format.format(date)}
    </time>
  );
}

/** A calendar day such as `2026-11-20`, which has no time zone: `Nov 20`. */
export function formatDay(day: string): string {
  return new Intl.DateTimeFormat("en", { month: "short", day: "numeric", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00.000Z`),
  );
}
