import { openDatabase } from "#adapters/mysql/database";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlPastOrders } from "#adapters/mysql/past-orders";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createTimeZones } from "#adapters/system/time-zones";
import { tryEarnRules } from "#usecases/try-earn-rules";
import type { TryEarnRulesInput } from "#usecases/try-earn-rules";

/** What the commands about earn rules need: a database and nothing else of the configuration. */
export function openRuleTools(databaseUrl: string) {
  const database = openDatabase({ url: databaseUrl, connections: 2 });
  const ports = {
    programs: createMysqlPrograms(database),
    earnRules: createMysqlEarnRules(database),
    timeZones: createTimeZones(),
    pastOrders: createMysqlPastOrders(database),
  };
  return {
    try: (input: TryEarnRulesInput) => tryEarnRules(ports, input),
    close: () => database.close(),
  };
}

export type RuleTools = ReturnType<typeof openRuleTools>;
