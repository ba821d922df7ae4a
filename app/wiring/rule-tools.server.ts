import { openDatabase } from "#adapters/mysql/database";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlExplanations } from "#adapters/mysql/explanations";
import { createMysqlPastOrders } from "#adapters/mysql/past-orders";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createTimeZones } from "#adapters/system/time-zones";
import { explainBalance } from "#usecases/explain-balance";
import type { ExplainBalanceInput } from "#usecases/explain-balance";
import { explainOrder } from "#usecases/explain-order";
import { setApprovalThreshold } from "#usecases/set-approval-threshold";
import type { SetApprovalThresholdInput } from "#usecases/set-approval-threshold";
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
    explanations: createMysqlExplanations(database),
  };
  return {
    try: (input: TryEarnRulesInput) => tryEarnRules(ports, input),
    explainBalance: (input: ExplainBalanceInput) => explainBalance(ports, input),
    explainOrder: (order: Parameters<typeof explainOrder>[1]) => explainOrder(ports, order),
    findProgram: (programId: number) => ports.programs.findProgram(programId),
    findThreshold: (programId: number) => ports.earnRules.findThreshold(programId),
    setThreshold: (input: SetApprovalThresholdInput) => setApprovalThreshold(ports, input),
    close: () => database.close(),
  };
}

export type RuleTools = ReturnType<typeof openRuleTools>;
