/** How far the sums are behind: `null` when they were never built. `lagMs` is between their end and now. */
export function lagWords(lagMs: number | null): string {
  if (lagMs === null) return "The sums are being built for the first time";
  const seconds = Math.max(0, Math.round(lagMs / 1000));
  if (seconds < 120) return `${seconds} s behind`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min behind` : `${Math.round(minutes / 60)} h behind`;
}
