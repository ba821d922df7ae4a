import { describe, expect, it, vi } from "vitest";
import type { Exigo } from "./start-exigo.ts";
import { balanceText, createCustomer, startExigo } from "./start-exigo.ts";

async function armed(fault: Record<string, unknown>) {
  const exigo = await startExigo();
  const customerID = await createCustomer(exigo);
  const answer = await exigo.control("POST /control/faults", {
    operation: "CreatePointTransaction",
    ...fault,
  });
  expect(answer.status).toBe(200);
  const movePoints = () => exigo.call("POST /3.0/point", { pointAccountID: 1, customerID, amount: 5 });
  return { exigo, customerID, movePoints };
}

async function lastCall(exigo: Exigo, operation: string): Promise<Record<string, unknown> | undefined> {
  const { json } = await exigo.control("GET /control/log");
  return (json.calls as Record<string, unknown>[]).findLast((call) => call.operation === operation);
}

describe("faults", () => {
  it("lose the answer after the effect is applied", async () => {
    const { exigo, customerID, movePoints } = await armed({ kind: "answer-lost-after-effect" });
    await expect(movePoints()).rejects.toThrow();
    expect(await balanceText(exigo, customerID)).toBe("5.0");
    const call = await lastCall(exigo, "CreatePointTransaction");
    expect(call).toMatchObject({ status: null, applied: true, fault: "answer-lost-after-effect" });
    expect((await movePoints()).status).toBe(200);
  });

  it("answer by an error status after the effect is applied", async () => {
    const { exigo, customerID, movePoints } = await armed({ kind: "status-after-effect", status: 502 });
    expect((await movePoints()).status).toBe(502);
    expect(await balanceText(exigo, customerID)).toBe("5.0");
  });

  it("fail before the effect", async () => {
    const { exigo, customerID, movePoints } = await armed({ kind: "error-before-effect" });
    expect(await movePoints()).toMatchObject({ status: 500, json: { message: "Internal Server Error" } });
    expect(await balanceText(exigo, customerID)).toBe("0.0");
  });

  it("cut the connection before the effect", async () => {
    const { exigo, customerID, movePoints } = await armed({ kind: "drop-connection-before-effect" });
    await expect(movePoints()).rejects.toThrow();
    expect(await balanceText(exigo, customerID)).toBe("0.0");
  });

  it.each([429, 500, 503])("answer by %i as often as they were told", async (status) => {
    const { movePoints } = await armed({ kind: "status", status, times: 2 });
    const statuses = [await movePoints(), await movePoints(), await movePoints()].map(
      (answer) => answer.status,
    );
    expect(statuses).toEqual([status, status, 200]);
  });

  it("apply the effect at once and answer late", async () => {
    const { exigo, customerID, movePoints } = await armed({ kind: "slow", delayMs: 150 });
    const answer = movePoints();
    await vi.waitFor(async () => expect(await balanceText(exigo, customerID)).toBe("5.0"));
    expect((await answer).status).toBe(200);
  });

  it("cut the connection at once and apply the effect later", async () => {
    const { exigo, customerID, movePoints } = await armed({ kind: "applied-late", delayMs: 300 });
    await expect(movePoints()).rejects.toThrow();
    expect(await lastCall(exigo, "CreatePointTransaction")).toMatchObject({ status: null, applied: false });
    await vi.waitFor(async () => expect(await balanceText(exigo, customerID)).toBe("5.0"), 3000);
    expect(await lastCall(exigo, "CreatePointTransaction")).toMatchObject({ applied: true });
  });

  it("strike only their operation, the first armed first, and are cleared", async () => {
    const { exigo, movePoints, customerID } = await armed({ kind: "status", status: 503 });
    await exigo.control("POST /control/faults", { operation: "*", kind: "status", status: 429 });
    expect((await movePoints()).status).toBe(503);
    expect((await exigo.call("GET /3.0/customers")).status).toBe(429);
    await exigo.control("POST /control/faults", { operation: "*", kind: "error-before-effect", times: 9 });
    expect((await exigo.control("DELETE /control/faults")).json.cleared).toBe(1);
    expect(await balanceText(exigo, customerID)).toBe("0.0");
  });

  it("pick the same calls for the same seed", async () => {
    const picks = async () => {
      const { exigo } = await armed({ operation: "GetCustomers", kind: "status", probability: 0.5, seed: 7 });
      const statuses: number[] = [];
      for (let call = 0; call < 20; call += 1) statuses.push((await exigo.call("GET /3.0/customers")).status);
      return statuses;
    };
    const first = await picks();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await picks()).toEqual(first);
  });

  it("are not spent on a call with wrong credentials", async () => {
    const { exigo, movePoints } = await armed({ kind: "status", status: 503 });
    await exigo.call("POST /3.0/point", {}, { password: "wrong" });
    expect((await movePoints()).status).toBe(503);
  });

  it("take Exigo down as a whole, while the control interface answers", async () => {
    const { exigo, movePoints } = await armed({ kind: "slow" });
    await exigo.control("POST /control/down", { mode: "status-503" });
    expect((await movePoints()).status).toBe(503);
    await exigo.control("POST /control/down", { mode: "drop-connection" });
    await expect(movePoints()).rejects.toThrow();
    expect(await lastCall(exigo, "CreatePointTransaction")).toMatchObject({ fault: "down", applied: false });
    await exigo.control("POST /control/down", { mode: "up" });
    expect((await exigo.call("GET /3.0/customers")).status).toBe(200);
  });

  it.each([
    { kind: "explosion" },
    { kind: "status", operation: "Nothing" },
    { kind: "status", status: 200 },
    { kind: "slow", delayMs: -1 },
    { kind: "status", times: 0 },
    { kind: "status", probability: 2 },
  ])("refuse the order %j", async (order) => {
    const exigo = await startExigo();
    expect((await exigo.control("POST /control/faults", order)).status).toBe(400);
    expect((await exigo.control("GET /control/faults")).json).toEqual({ faults: [] });
  });
});
