import type { ChangeRange } from "#core/rereading";

/** A range in Shopify's search syntax; both ends are in it. Dates there have whole seconds. */
export function changeQuery({ since, until }: ChangeRange): string {
  const from = since === null ? "" : `updated_at:>='${wholeSeconds(since)}' `;
  return `${from}updated_at:<='${wholeSeconds(until)}'`;
}

function wholeSeconds(instant: string): string {
  return `${instant.slice(0, 19)}Z`;
}
