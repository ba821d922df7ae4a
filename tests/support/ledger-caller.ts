// A process that posts to the ledger, beside others of its kind. It is told over its channel what to post, and
// answers there. Started by ledger-callers.ts.
import { openDatabase } from "#adapters/mysql/database";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import type { Command } from "#core/ledger";
import type { Answer, CallerAnswer, CallerOptions, CallerOrder } from "./ledger-callers.ts";
import { seededRandom } from "./seeded-random.ts";
import { withStatementFaults } from "./statement-faults.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as CallerOptions;
const opened = openDatabase({ url: options.url, connections: options.connections });
const { database, met } = withStatementFaults(opened, {
  rate: options.faultRate,
  random: seededRandom(options.seed),
});

process.on("message", (order: CallerOrder) => {
  void postAll(order).then((answers) => process.send?.({ answers, met } satisfies CallerAnswer));
});
process.on("disconnect", () => void opened.close());
process.send?.({ answers: [], met } satisfies CallerAnswer);

/** Each of `ledgers` is one with its own batches; the callers take the commands in order, one each at a time. */
async function postAll({ programId, commands, callers, ledgers }: CallerOrder): Promise<Answer[]> {
  const answers: Answer[] = [];
  const each = Array.from({ length: ledgers }, () => createMysqlLedger(database));
  let next = 0;
  const call = async (_: unknown, caller: number): Promise<void> => {
    const ledger = each[caller % ledgers];
    for (let index = next++; index < commands.length; index = next++) {
      answers[index] = await tell(() => ledger?.post(programId, [commands[index] as Command]));
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  return answers;
}

async function tell(post: () => Promise<Answer[]> | undefined): Promise<Answer> {
  try {
    const [answer] = (await post()) ?? [];
    return answer ?? { fault: "no answer" };
  } catch (error) {
    return { fault: String(error) };
  }
}
