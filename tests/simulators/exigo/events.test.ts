import { describe, expect, it } from "vitest";
import type { Exigo } from "./start-exigo.ts";
import { createCustomer, startExigo } from "./start-exigo.ts";

async function pop(exigo: Exigo): Promise<Record<string, unknown>[]> {
  const { json } = await exigo.call("POST /3.0/customers/events");
  return json.customerEvents as Record<string, unknown>[];
}

describe("events of customers", () => {
  it("are taken oldest first, and are gone then", async () => {
    const exigo = await startExigo({ clock: () => new Date("2026-07-15T12:00:00Z") });
    const customerID = await createCustomer(exigo, { manualCustomerKey: "ada" });
    const raise = (eventDescription: string) =>
      exigo.control("POST /control/customer-events", {
        customerID,
        eventDescription,
        fields: [{ name: "RankID", value: 4 }],
      });
    await raise("Rank advanced");
    await raise("Rank lost");
    expect(await pop(exigo)).toEqual([
      {
        eventID: 900001,
        customerID,
        customerKey: "ada",
        eventDescription: "Rank advanced",
        eventDate: "2026-07-15T07:00:00-05:00",
        fields: [{ name: "RankID", value: 4 }],
      },
      expect.objectContaining({ eventID: 900002, eventDescription: "Rank lost" }),
    ]);
    expect(await pop(exigo)).toEqual([]);
  });

  it("come a hundred at a time", async () => {
    const exigo = await startExigo();
    await exigo.control("POST /control/settings", { customerEvents: "changes" });
    for (let count = 0; count < 101; count += 1) await createCustomer(exigo);
    expect(await pop(exigo)).toHaveLength(100);
    expect(await pop(exigo)).toHaveLength(1);
  });

  it("are lost with an answer that is lost", async () => {
    const exigo = await startExigo();
    await exigo.control("POST /control/settings", { customerEvents: "changes" });
    const customerID = await createCustomer(exigo);
    await exigo.call("PATCH /3.0/customers", { customerID, firstName: "Grace" });
    await exigo.control("POST /control/faults", {
      operation: "DequeueCustomerEvents",
      kind: "answer-lost-after-effect",
    });
    await expect(pop(exigo)).rejects.toThrow();
    expect(await pop(exigo)).toEqual([]);
  });

  it("hold ids and nothing else", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    const event = { customerID, eventDescription: "Named", fields: [{ name: "Name", value: "Ada" }] };
    expect((await exigo.control("POST /control/customer-events", event)).status).toBe(400);
  });
});

describe("who wrote a customer", () => {
  it("is told by GetCustomers where the switch says so", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    const first = async () => {
      const { json } = await exigo.call(`GET /3.0/customers?customerID=${customerID}`);
      return (json.customers as Record<string, unknown>[])[0];
    };
    expect(await first()).not.toHaveProperty("modifiedBy");
    await exigo.control("POST /control/settings", { customerAuthors: "shown" });
    expect(await first()).toMatchObject({ createdBy: "api", modifiedBy: "api" });
  });
});
