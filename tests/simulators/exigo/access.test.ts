import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { startExigo } from "./start-exigo.ts";

describe("access to Exigo", () => {
  it("accepts login@company with its password", async () => {
    const exigo = await startExigo();
    const answer = await exigo.call("GET /3.0/customers");
    expect(answer).toMatchObject({ status: 200, json: { customers: [], recordCount: 0, result: null } });
  });

  it.each([
    { user: "api@demo", password: "wrong" },
    { user: "other@demo", password: "demo-password" },
    { user: "api@nowhere", password: "demo-password" },
    { user: "api", password: "demo-password" },
  ])("answers $user with $password by 401 and a message", async (credentials) => {
    const exigo = await startExigo();
    const answer = await exigo.call("GET /3.0/customers", undefined, credentials);
    expect(answer.status).toBe(401);
    expect(answer.json.message).toEqual(expect.any(String));
  });

  it("answers every call by 403 while the caller's address is not whitelisted", async () => {
    const exigo = await startExigo();
    await exigo.control("POST /control/settings", { ipWhitelist: "blocked" });
    expect((await exigo.call("GET /3.0/customers")).status).toBe(403);
  });

  it("keeps companies apart", async () => {
    const exigo = await startExigo();
    await exigo.control("POST /control/companies", {
      companyKey: "acme",
      login: "sync",
      password: "s:e@cret",
    });
    const acme = { user: "sync@acme", password: "s:e@cret" };
    await exigo.call("POST /3.0/customers", { customerType: 1 }, acme);
    expect((await exigo.call("GET /3.0/customers", undefined, acme)).json.recordCount).toBe(1);
    expect((await exigo.call("GET /3.0/customers")).json.recordCount).toBe(0);
  });

  it("answers an unknown address by 404 and a wrong verb by 405", async () => {
    const exigo = await startExigo();
    expect((await exigo.call("GET /3.0/nothing")).status).toBe(404);
    expect((await exigo.call("DELETE /3.0/point", {})).status).toBe(405);
    expect((await exigo.call("GET /nothing")).status).toBe(404);
    expect((await exigo.control("GET /control/nothing")).status).toBe(404);
    expect((await exigo.control("POST /console/nothing")).status).toBe(404);
  });

  it.each(["{", "[]", "12", "null"])("answers the body %j by 400 and a message", async (body) => {
    const exigo = await startExigo();
    for (const target of ["POST /3.0/point", "POST /control/points", "POST /control/settings"]) {
      const answer = await exigo.call(target, body);
      expect(answer.status).toBe(400);
      expect(answer.json.message).toEqual(expect.any(String));
    }
  });

  it("refuses a body above one megabyte", async () => {
    const exigo = await startExigo();
    expect((await exigo.call("POST /3.0/point", " ".repeat(1024 * 1024 + 1))).status).toBe(413);
  });

  it.each([{ host: "evil.example" }, { origin: "http://evil.example" }])(
    "keeps the control interface from a web page with %j",
    async (headers) => {
      const exigo = await startExigo();
      const status = await new Promise((resolve, reject) => {
        const call = request(`${exigo.url}/control/reset`, { method: "POST", headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        call.on("error", reject).end();
      });
      expect(status).toBe(403);
    },
  );
});
