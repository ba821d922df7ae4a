import { startShopifySimulator } from "./server.ts";
import type { RunningSimulator } from "./server.ts";

function setting(name: string, preset?: string): string {
  const value = process.env[name] ?? preset;
  if (value !== undefined && value !== "") return value;
  console.error(`The Shopify simulator needs ${name}.`);
  process.exit(1);
}

function failure(error: unknown): string {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE") return `The Shopify simulator cannot start: port ${port} is already taken.`;
  return `The Shopify simulator cannot start: ${error instanceof Error ? error.message : String(error)}`;
}

async function start(): Promise<RunningSimulator> {
  try {
    return await startShopifySimulator({
      apiKey: setting("SHOPIFY_API_KEY"),
      apiSecret: setting("SHOPIFY_API_SECRET"),
      port: Number(setting("SHOPIFY_SIMULATOR_PORT", "4010")),
      tunnelPort: Number(setting("TUNNEL_PORT", "4011")),
      appOrigin: setting("APP_ORIGIN", `http://127.0.0.1:${process.env.PORT ?? "3000"}`),
      appUrl: process.env.SHOPIFY_APP_URL,
      stateFile: process.env.SHOPIFY_STATE_FILE,
      webhookRetryScale: Number(setting("WEBHOOK_RETRY_SCALE", "0.01")),
    });
  } catch (error) {
    console.error(failure(error));
    process.exit(1);
  }
}

const running = await start();
console.log(`Shopify simulator ${running.url}, tunnel ${running.tunnelUrl}`);

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void running.close().then(() => process.exit(0));
  });
