import { ensureAppBuild, ensurePrismaClient } from "../bootstrap/build.mjs";
import { runCommand } from "../bootstrap/clear-failure.mjs";
import { provideMysql } from "../bootstrap/mysql-server.mjs";
import { showStep } from "../bootstrap/progress.mjs";

await runCommand(async () => {
  const { env } = await showStep(
    "MySQL",
    () => provideMysql(process.env),
    ({ from }) => from,
  );
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await ensurePrismaClient();
  await showStep("The app's build", ensureAppBuild);
  if (process.argv.length === 2) process.argv.push("integration");
  await import("../test/main.mjs");
});
