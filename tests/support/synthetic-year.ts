import type { Command } from "#core/ledger";
import { addDays, addMilliseconds } from "#core/units";

import type { ClockedLedger } from "./clocked-ledger.ts";
import { seededRandom } from "./ledger-mutations.ts";

export const FIRST_DAY = "2027-01-01";
export const LAST_DAY = "2027-12-31";

/** Posts a year of random commands, some days none; about a third takes effect earlier than it is booked. */
export async function postYear(
  ledger: ClockedLedger,
  { programId, accountIds, shopIds }: { programId: number; accountIds: number[]; shopIds: number[] },
): Promise<void> {
  const random = seededRandom(2027);
  const below = (end: number) => Math.floor(random() * end);
  const holds: string[] = [];
  for (let day = 0; day < 365; day += 1) {
    if (below(7) === 0) continue;
    const now = addMilliseconds(addDays(`${FIRST_DAY}T00:00:00.000Z`, day), below(86_400_000));
    ledger.setClock(now);
    const commands = Array.from({ length: 1 + below(12) }, (_, index) => {
      const key = `day/${day}/${index}`;
      const effectiveAt = below(3) === 0 ? addMilliseconds(now, -below(30 * 86_400_000)) : now;
      const account = below(accountIds.length);
      const shopId = shopIds[below(shopIds.length + 1)];
      return {
        key,
        accountId: accountIds[account] ?? 0,
        effectiveAt,
        cause: { kind: "system", ref: "year" },
        reasonCode: "test",
        ...(shopId === undefined ? {} : { shopId }),
        ...someCommand(below, key, accountIds[(account + 1) % accountIds.length] ?? 0, now, holds),
      } as Command;
    });
    await ledger.post(programId, commands);
  }
}

function someCommand(
  below: (end: number) => number,
  key: string,
  toAccountId: number,
  now: string,
  holds: string[],
): object {
  const amountMinor = 1 + below(500);
  switch (below(12)) {
    case 0:
    case 1:
    case 2:
      return {
        kind: "earn",
        subject: `order/${below(200)}`,
        subjectVersion: Date.parse(now),
        targetMinor: below(4) === 0 ? 0 : amountMinor,
        availableFrom: below(3) === 0 ? addDays(now, 14) : null,
        expiresAt: below(2) === 0 ? addDays(now, 40) : null,
      };
    case 3:
      return { kind: "adjust", amountMinor: amountMinor - 250, expiresAt: null };
    case 4:
    case 5:
      holds.push(key);
      return { kind: "placeHold", amountMinor, ttlMs: 1000 };
    case 6:
    case 7:
      return { kind: "captureHold", holdKey: holds.pop() ?? "none", amountMinor: null };
    case 8:
      return { kind: "expireLots", dueAt: now };
    case 9:
      return { kind: "open", amountMinor, availableFrom: null, expiresAt: null };
    case 10:
      return { kind: "transfer", toAccountId, amountMinor };
    default:
      return { kind: "adoptExigoMovement", amountMinor: amountMinor - 250 };
  }
}
