import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { saveExigoConnection } from "#usecases/save-exigo-connection";
import { testExigoConnection } from "#usecases/test-exigo-connection";

import { createExigoWorld, PASSWORD } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;

beforeEach(async () => {
  world = await createExigoWorld();
});
afterEach(() => world.close());

const test = (changes: Partial<ExigoWorld["settings"]> & { password?: string | null } = {}) =>
  testExigoConnection(
    { ...world.ports, elapsedMs: () => performance.now() },
    { ...world.settings, password: null, ...changes },
  );

describe("testing a connection", () => {
  it("measures one that works, with the stored password", async () => {
    expect(await test()).toEqual({
      ok: true,
      roundTripMs: expect.any(Number),
      pointAccountRead: false,
      historyRead: false,
      findings: [],
    });
    await world.addAccount(1).then((id) => world.earn(id, 5, "a"));
    await world.deliverDue();
    expect(await test()).toMatchObject({ ok: true, pointAccountRead: true });
  });

  it("reads the history where one was entered, and says when that fails", async () => {
    await world.addAccount(1).then((id) => world.earn(id, 5, "a"));
    await world.deliverDue();
    const history = (historyUrl: string) => test({ historyUrl, password: PASSWORD });
    const historyUrl = `${world.exigo.url}/4.0/demo/model`;
    expect(await history(historyUrl)).toMatchObject({ ok: true, historyRead: true });
    expect(await history(`${world.exigo.url}/4.0/other/model`)).toMatchObject({
      trouble: "history_unreadable",
    });
    world.exigo.simulator.settings.odata = "off";
    expect(await history(historyUrl)).toMatchObject({ trouble: "history_unreadable", status: 404 });
  });

  it("names the cause of each failure", async () => {
    await world.addAccount(1).then((id) => world.earn(id, 5, "a"));
    await world.deliverDue();
    const { url } = world.exigo;
    expect(await test({ password: "wrong" })).toMatchObject({ trouble: "login_refused", status: 401 });
    expect(await test({ baseUrl: `${url}/2.0`, password: PASSWORD })).toMatchObject({
      trouble: "path_unknown",
      status: 404,
    });
    expect(await test({ pointAccountId: 99 })).toMatchObject({
      trouble: "point_account_refused",
      message: "Point account not found.",
    });
    expect(await test({ baseUrl: "https://10.0.0.1", password: PASSWORD })).toMatchObject({
      trouble: "address_refused",
    });
    expect(await test({ baseUrl: "https://nobody.invalid/3.0", password: PASSWORD })).toMatchObject({
      trouble: "name_unknown",
    });
    expect(await test({ baseUrl: url.replace("http:", "https:"), password: PASSWORD })).toMatchObject({
      trouble: "tls",
    });
    world.exigo.simulator.settings.ipWhitelist = "blocked";
    expect(await test()).toMatchObject({ trouble: "access_refused", status: 403 });
    world.exigo.simulator.settings.ipWhitelist = "allowed";
    world.exigo.simulator.down = "status-503";
    expect(await test()).toMatchObject({ trouble: "exigo_failed", status: 503 });
    world.exigo.simulator.down = "drop-connection";
    expect(await test()).toMatchObject({ trouble: "connection_lost" });
    await world.exigo.close();
    expect(await test()).toMatchObject({ trouble: "connection_refused" });
  });

  it("sends the stored password to no other address, company or login", async () => {
    for (const change of [
      { baseUrl: "https://evil.example" },
      { company: "other" },
      { loginName: "other" },
    ]) {
      expect(await test(change)).toEqual({ ok: false, refusal: { code: "exigo_password_needed" } });
    }
  });
});

describe("saving a connection", () => {
  const save = (changes: Partial<ExigoWorld["settings"]> & { password?: string | null } = {}) =>
    saveExigoConnection(world.ports, { ...world.settings, password: null, ...changes });

  it("keeps the stored password when none is given, and makes the connection active", async () => {
    const before = await world.ports.exigoConnections.find(world.programId);
    if (before) await world.ports.exigoConnections.pause(before, "refused");
    expect(await save({ pollSeconds: 60 })).toEqual({ ok: true });
    expect(await world.ports.exigoConnections.find(world.programId)).toMatchObject({
      password: PASSWORD,
      pollSeconds: 60,
      state: "active",
      pausedReason: null,
    });
  });

  it("wants the password again for another address", async () => {
    const refused = { ok: false, refusal: { code: "exigo_password_needed" } };
    expect(await save({ baseUrl: "https://other.example/3.0" })).toEqual(refused);
    expect(await save({ historyUrl: "https://other.example/4.0" })).toEqual(refused);
  });

  it("names a field that cannot be right", async () => {
    const refused = (field: string) => ({ ok: false, refusal: { code: "exigo_field_invalid", field } });
    expect(await save({ baseUrl: "exigo" })).toEqual(refused("baseUrl"));
    expect(await save({ pointAccountId: 0 })).toEqual(refused("pointAccountId"));
    expect(await save({ driftLimitMinor: -1 })).toEqual(refused("driftLimitMinor"));
    expect(await save({ pollSeconds: 0.5 })).toEqual(refused("pollSeconds"));
    expect(await save({ historyUrl: "odata" })).toEqual(refused("historyUrl"));
    expect(await save({ historyLagSeconds: -1 })).toEqual(refused("historyLagSeconds"));
  });

  it("stores the password sealed, for this program only", async () => {
    const [row]: { sealed_password: Buffer }[] = await world.database.pool.query(
      "SELECT sealed_password FROM exigo_connection",
    );
    expect(row?.sealed_password.includes(PASSWORD)).toBe(false);
    expect(() => world.sealing.open(row?.sealed_password ?? Buffer.alloc(0), "exigo-password/999")).toThrow(
      expect.objectContaining({ code: "sealing_broken" }),
    );
  });
});
