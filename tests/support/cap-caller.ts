// A process that claims caps, beside others of its kind. Started by cap-callers.ts.
import { createMysqlCaps } from "#adapters/mysql/caps";
import { openDatabase } from "#adapters/mysql/database";

import type { CapAnswer, CapCallerOptions, CapOrder } from "./cap-callers.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as CapCallerOptions;
const database = openDatabase({ url: options.url, connections: options.connections });
const caps = createMysqlCaps(database);

process.on("message", ({ programId, calls }: CapOrder) => {
  void Promise.all(calls.map(({ claim, wants }) => caps.claim(programId, claim, wants))).then((granted) =>
    process.send?.({ granted } satisfies CapAnswer),
  );
});
process.on("disconnect", () => void database.close());
process.send?.({ granted: [] } satisfies CapAnswer);
