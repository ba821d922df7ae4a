import type { Command } from "#core/ledger";
import { adjust, earn, NOW, reverse } from "../core/ledger/commands.ts";

const base = { effectiveAt: NOW, cause: { kind: "system", ref: "test" }, reasonCode: "test" } as const;

/**
 * Commands as a busy shop tells them, in no order: earnings and their corrections, some of them told twice, spends
 * that may not be covered and are taken back, holds with their ends, movements between the accounts both ways.
 */
export function mixCommands(
  count: number,
  accountIds: readonly number[],
  random: () => number,
  name: string,
): Command[] {
  const pick = (below: number): number => Math.floor(random() * below);
  const commands: Command[] = [];
  while (commands.length < count) {
    const key = `${name}-${commands.length}`;
    const accountId = accountIds[pick(accountIds.length)] ?? 0;
    const toAccountId = accountIds[pick(accountIds.length)] ?? 0;
    const holdKey = `${name}-hold-${pick(count / 10)}`;
    const makers: (() => Command)[] = [
      () => earn(`${name}-order-${pick(count / 4)}`, 1 + pick(3), 50 * pick(8), { accountId }),
      () => commands[pick(commands.length)] ?? adjust(key, 500, { accountId }),
      () => adjust(key, 200 - pick(400), { accountId }),
      () => ({ ...base, kind: "transfer", key, accountId, toAccountId, amountMinor: 1 + pick(90) }),
      () => ({ ...base, kind: "transfer", key, accountId, toAccountId, amountMinor: 1 + pick(90) }),
      () => ({ ...base, kind: "placeHold", key: holdKey, accountId, amountMinor: 1 + pick(60), ttlMs: 9e6 }),
      () => ({ ...base, kind: "captureHold", key, accountId, holdKey, amountMinor: null }),
      () => ({ ...base, kind: "voidHold", key, accountId, holdKey }),
      () => undo(key, commands[pick(commands.length)], accountId),
    ];
    const make = makers[pick(makers.length)];
    if (make) commands.push(make());
  }
  return commands;
}

function undo(key: string, undone: Command | undefined, accountId: number): Command {
  return reverse(key, undone?.key ?? "nothing", { accountId: undone?.accountId ?? accountId });
}
