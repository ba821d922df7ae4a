import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const SETTINGS = new URL(
  "../../../../app/adapters/mysql/ledger/garbage-collection.server.ts",
  import.meta.url,
);

// The engine passes over a flag that it does not know and says so on the error output.
it("tells the engine only what this version of it knows", () => {
  const program = `import { calmGarbageCollection } from ${JSON.stringify(SETTINGS.href)}; calmGarbageCollection();`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
