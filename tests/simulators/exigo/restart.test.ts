import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { balanceText, createCustomer, startExigo } from "./start-exigo.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "exigo-simulator-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Starts the simulator as a process of its own. */
function spawnSimulator(environment: Record<string, string>) {
  const main = join(import.meta.dirname, "../../../simulators/exigo/main.ts");
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...environment } });
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const exit = once(child, "close").then(([code]) => ({ code: code as number | null, printed }));
  return { child, exit };
}

describe("the state file", () => {
  it("carries customers, balances, switches and the next ids over a restart", async () => {
    const stateFile = join(temporaryFolder(), "below", "exigo.json");
    const before = await startExigo({ stateFile });
    const customerID = await createCustomer(before);
    await before.call("POST /3.0/point", { pointAccountID: 1, customerID, amount: 1.0001 });
    await before.control("POST /control/settings", { overdraft: "refused" });
    await before.close();

    const after = await startExigo({ stateFile });
    expect(await balanceText(after, customerID)).toBe("1.0001");
    expect((await after.call("POST /3.0/point", { pointAccountID: 1, customerID, amount: -2 })).status).toBe(
      400,
    );
    const next = await after.call("POST /3.0/point", { pointAccountID: 1, customerID, amount: 1 });
    expect(next.json.transactionID).toBe(500002);
    expect(readdirSync(join(stateFile, ".."))).toEqual(["exigo.json"]);
  });

  it("is emptied by a reset", async () => {
    const stateFile = join(temporaryFolder(), "exigo.json");
    const before = await startExigo({ stateFile });
    await createCustomer(before);
    await before.control("POST /control/reset");
    await before.close();
    const after = await startExigo({ stateFile });
    expect((await after.call("GET /3.0/customers")).json.recordCount).toBe(0);
  });
});

describe("the process", () => {
  it("prints its address, ends with 0 on SIGTERM and has written its state by then", async () => {
    const stateFile = join(temporaryFolder(), "exigo.json");
    const { child, exit } = spawnSimulator({ EXIGO_SIMULATOR_PORT: "0", EXIGO_STATE_FILE: stateFile });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const url = /^Exigo simulator: (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line.toString())?.[1];
    await fetch(`${url}/control/customers`, { method: "POST", body: '{"customerType":1}' });
    child.kill("SIGTERM");
    expect((await exit).code).toBe(0);
    const after = await startExigo({ stateFile });
    expect((await after.call("GET /3.0/customers")).json.recordCount).toBe(1);
  });

  it("says in one sentence that its port is taken, and ends with 1", async () => {
    const occupant = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void occupant.close());
    await once(occupant, "listening");
    const { port } = occupant.address() as AddressInfo;
    const { code, printed } = await spawnSimulator({ EXIGO_SIMULATOR_PORT: String(port) }).exit;
    expect(code).toBe(1);
    expect(printed).toBe(
      `The Exigo simulator cannot start: port ${port} is already taken. Set EXIGO_SIMULATOR_PORT to a free one.\n`,
    );
  });

  it("refuses a state file that is not its own, and leaves it as it is", async () => {
    const stateFile = join(temporaryFolder(), "exigo.json");
    writeFileSync(stateFile, "not json");
    const { code, printed } = await spawnSimulator({ EXIGO_SIMULATOR_PORT: "0", EXIGO_STATE_FILE: stateFile })
      .exit;
    expect(code).toBe(1);
    expect(printed).toContain("is not one of the Exigo simulator");
    expect(printed.trim().split("\n")).toHaveLength(1);
  });
});
