import { describe, expect, it } from "vitest";
import type { Exigo } from "./start-exigo.ts";
import { createCustomer, startExigo } from "./start-exigo.ts";

/** Sends a form and gives the page that it leads to. */
async function submit(exigo: Exigo, form: string, fields: Record<string, string>) {
  const body = new URLSearchParams(fields);
  const sent = await fetch(`${exigo.url}/console/${form}`, { method: "POST", body, redirect: "manual" });
  const location = sent.headers.get("location") ?? "";
  const page = await fetch(`${exigo.url}${location}`);
  return { status: sent.status, page: await page.text() };
}

describe("the console", () => {
  it("says so when there is nothing yet", async () => {
    const exigo = await startExigo();
    const { status, text } = await exigo.control("GET /");
    expect(status).toBe(200);
    expect(text).toContain("No customers yet");
    expect(text).toContain("No calls yet");
  });

  it("adds a customer, moves its points as Exigo, and shows both", async () => {
    const exigo = await startExigo();
    const added = await submit(exigo, "customers", {
      firstName: "Ada",
      lastName: "Lovelace",
      customerType: "1",
    });
    expect(added.status).toBe(303);
    expect(added.page).toContain("Customer 1001 added.");
    const moved = await submit(exigo, "points", {
      customerID: "1001",
      customer: "1001",
      pointAccountID: "1",
      amount: "1250.5",
      reason: "Welcome",
    });
    expect(moved.page).toContain("Points moved: +1,250.50.");
    expect(moved.page).toContain("Welcome");
  });

  it("says why a form is refused and keeps what was typed", async () => {
    const exigo = await startExigo();
    const customerID = String(await createCustomer(exigo));
    const fields = {
      customerID,
      customer: customerID,
      pointAccountID: "1",
      amount: "1.23456",
      reason: "Kept reason",
    };
    const { status, page } = await submit(exigo, "points", fields);
    expect(status).toBe(303);
    expect(page).toContain("amount must be a decimal");
    expect(page).toContain("Kept reason");
  });

  it("shows names and references as text and not as markup", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo, { lastName: "<script>alert(1)</script>" });
    const { text } = await exigo.control(`GET /?customer=${customerID}&done=%3Cb%3E`);
    expect(text).not.toContain("<script>");
    expect(text).not.toContain("<b>");
    expect(text).toContain("&lt;script&gt;");
  });

  it("arms and clears faults, and saves switches", async () => {
    const exigo = await startExigo();
    const armed = await submit(exigo, "faults", {
      operation: "*",
      kind: "status",
      times: "3",
      status: "429",
    });
    expect(armed.page).toContain("3 of 3 left");
    expect((await submit(exigo, "faults/clear", {})).page).toContain("None armed");
    await submit(exigo, "settings", { overdraft: "refused" });
    expect((await exigo.control("GET /control/settings")).json.settings).toMatchObject({
      overdraft: "refused",
    });
    expect((await submit(exigo, "settings", { overdraft: "maybe" })).page).toContain("must be one of");
  });
});
