import type { Calendar } from "#core/rules";

export interface TimeZones {
  /**
   * The offsets of a zone by its IANA name, from some years ago to some years ahead, as they are known now; null: no
   * such zone is known.
   */
  calendarOf(timeZone: string): Calendar | null;
}
