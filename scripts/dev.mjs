import { spawn } from "node:child_process";

// Usage: `shopify app dev` runs this. Builds the app and runs web and worker until one ends or a signal comes.
// What it needs besides (DATABASE_URL, REDIS_URL, SECRET_KEYS) it takes from the environment or from .env.

const quiet = ["--disable-warning=ExperimentalWarning", "--env-file-if-exists=.env"];

/** Shopify's command line puts the public address into HOST, where the app expects what to listen on. */
function environment() {
  const { HOST, ...env } = process.env;
  const isAddress = HOST !== undefined && URL.canParse(HOST) && HOST.startsWith("http");
  if (!isAddress) return process.env;
  return { ...env, HOST: "127.0.0.1", SHOPIFY_APP_URL: HOST };
}

function run(command, args) {
  const child = spawn(command, args, { stdio: "inherit", env: environment() });
  const exit = new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", (code) => resolve(code ?? 1));
  });
  return { child, exit };
}

const build = run("npm", ["run", "--silent", "build"]);
process.exitCode = await build.exit;
if (process.exitCode === 0) {
  const parts = [
    run(process.execPath, [...quiet, "app/server.ts"]),
    run(process.execPath, [...quiet, "app/workers/main.ts"]),
  ];
  const stop = () => parts.forEach(({ child }) => child.kill("SIGTERM"));
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  process.exitCode = await Promise.race(parts.map(({ exit }) => exit));
  stop();
  await Promise.all(parts.map(({ exit }) => exit));
}
