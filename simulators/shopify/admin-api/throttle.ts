/** Shopify's leaky bucket per shop: `pointsPerSecond` flow back, twenty seconds' worth fit in. */
export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };

export type Throttle = {
  status(shop: string, pointsPerSecond: number): ThrottleStatus;
  /** Takes the points, or answers false and takes nothing when there are too few. */
  take(shop: string, pointsPerSecond: number, points: number): boolean;
  giveBack(shop: string, points: number): void;
  /** Empties a shop's bucket, as a storm of other calls would. */
  empty(shop: string): void;
};

/** Makes the buckets; they start full. `now` is in milliseconds. */
export function createThrottle(now: () => number = Date.now): Throttle {
  const buckets = new Map<string, { points: number; at: number; max: number }>();

  function bucket(shop: string, pointsPerSecond: number): { points: number; at: number; max: number } {
    const max = pointsPerSecond * 20;
    const found = buckets.get(shop) ?? { points: max, at: now(), max };
    const restored = found.points + ((now() - found.at) / 1000) * pointsPerSecond;
    Object.assign(found, { points: Math.min(max, restored), at: now(), max });
    buckets.set(shop, found);
    return found;
  }

  return {
    status(shop, pointsPerSecond) {
      const { points, max } = bucket(shop, pointsPerSecond);
      return { maximumAvailable: max, currentlyAvailable: Math.floor(points), restoreRate: pointsPerSecond };
    },
    take(shop, pointsPerSecond, points) {
      const found = bucket(shop, pointsPerSecond);
      if (found.points < points) return false;
      found.points -= points;
      return true;
    },
    giveBack(shop, points) {
      const found = buckets.get(shop);
      if (found) found.points = Math.min(found.max, found.points + points);
    },
    empty(shop) {
      const found = buckets.get(shop);
      if (found) found.points = 0;
      else buckets.set(shop, { points: 0, at: now(), max: 0 });
    },
  };
}
