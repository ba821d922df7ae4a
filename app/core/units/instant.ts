/**
 * A point in time in UTC with milliseconds, always as `2026-11-20T12:00:00.000Z`.
 * The fixed form compares as text, reads well in JSON and hashes the same everywhere.
 */
export type Instant = string;
