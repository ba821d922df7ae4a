import type { Bench } from "../harness/benchmark.ts";
import type { Figure } from "../harness/figure.ts";
export async function benchLargeLedger(_bench: Bench): Promise<Figure[]> {
  return [];
}
