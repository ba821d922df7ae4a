import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createKeptWorld } from "../../support/kept-world.ts";
import type { KeptWorld } from "../../support/kept-world.ts";
import { seededRandom } from "../../support/seeded-random.ts";

let world: KeptWorld;

beforeEach(async () => {
  world = await createKeptWorld();
});
afterEach(() => world.close());

const HOME = { address1: "1 Elm St", city: "Dallas", provinceCode: "TX", zip: "75001", countryCode: "US" };
const IN_EXIGO = {
  mainAddress1: "9 Oak Ave",
  mainCity: "Austin",
  mainState: "TX",
  mainZip: "73301",
  mainCountry: "US",
};

describe("customers on both sides", () => {
  it("makes a customer in Exigo of a new one in Shopify, with all that Shopify owns", async () => {
    const ana = await world.addCustomer({
      firstName: "Ana",
      lastName: "Lima",
      phone: "+12145550100",
      address: HOME,
    });
    await world.settle();
    expect(await world.inExigo(ana)).toMatchObject({
      ...{ firstName: "Ana", lastName: "Lima", phone: "+12145550100" },
      ...{ mainAddress1: "1 Elm St", mainCity: "Dallas", mainState: "TX", mainCountry: "US" },
    });
  });

  it("writes only what changed", async () => {
    const ana = await world.addCustomer({ firstName: "Ana", lastName: "Lima", phone: "+12145550100" });
    await world.settle();
    const before = world.writes().exigo.length;
    world.editInShop(ana, { lastName: "Okafor" });
    await world.settle();
    expect(world.writes().exigo.slice(before)).toEqual([{ lastName: "Okafor" }]);
  });

  it("puts back what Exigo changed of what Shopify owns, and keeps what Exigo owns", async () => {
    const ana = await world.addCustomer({ firstName: "Ana", lastName: "Lima" });
    await world.settle();
    await world.editInExigo(ana, { firstName: "Anna", customerType: 3 });
    await world.settle();
    expect(await world.inExigo(ana)).toMatchObject({ firstName: "Ana", customerType: 3 });
    expect(world.metafieldOf(ana, "exigo_type")).toBe("3");
  });

  it("gives Shopify an address that was changed in Exigo, and Exigo one that was changed in Shopify", async () => {
    const ana = await world.addCustomer({ firstName: "Ana", lastName: "Lima", address: HOME });
    await world.settle();
    await world.editInExigo(ana, IN_EXIGO);
    await world.settle();
    expect(world.inShop(ana).defaultAddress).toMatchObject({ address1: "9 Oak Ave", city: "Austin" });
    world.editInShop(ana, { address: HOME });
    await world.settle();
    expect(await world.inExigo(ana)).toMatchObject({ mainAddress1: "1 Elm St" });
    expect(await world.conflicts()).toEqual([]);
  });

  it("takes the newer of two addresses that were changed at once, and records which side lost", async () => {
    const ana = await world.addCustomer({ firstName: "Ana", lastName: "Lima", address: HOME });
    await world.settle();
    world.editInShop(ana, { address: { ...HOME, address1: "2 Elm St" } });
    world.letPass(5_000);
    await world.editInExigo(ana, IN_EXIGO);
    await world.settle();
    expect(world.inShop(ana).defaultAddress).toMatchObject({ address1: "9 Oak Ave" });
    expect(await world.inExigo(ana)).toMatchObject({ mainAddress1: "9 Oak Ave" });
    expect(await world.conflicts()).toEqual([{ stands: "exigo" }]);
  });

  it("keeps an address without a state alike, though Exigo wants one", async () => {
    const london = {
      address1: "1 High St",
      city: "London",
      provinceCode: null,
      zip: "N1",
      countryCode: "GB",
    };
    const ana = await world.addCustomer({ firstName: "Ana", lastName: "Lima", address: london });
    await world.settle();
    expect(await world.inExigo(ana)).toMatchObject({
      mainCity: "London",
      mainState: "GB",
      mainCountry: "GB",
    });
  });

  it("stores nothing of the person, and forgets what was agreed with a redaction", async () => {
    const ana = await world.addCustomer({
      firstName: "Zerafina",
      lastName: "Quux",
      phone: "+12145559876",
      address: HOME,
    });
    await world.settle();
    const stored = JSON.stringify(await world.stored());
    for (const word of ["Zerafina", "Quux", "12145559876", "Elm St"]) expect(stored).not.toContain(word);
    await world.redact(ana);
    expect((await world.stored()).agreements).toEqual([]);
  });

  it("settles 1,000 random edits on both sides at once, without an echo, and stops writing", async () => {
    const random = seededRandom(1_121);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
    const people: number[] = [];
    for (let number = 1; number <= 40; number += 1) {
      people.push(
        await world.addCustomer({ firstName: `First${number}`, lastName: `Last${number}`, address: HOME }),
      );
    }
    await world.settle();
    for (let edit = 1; edit <= 1_000; edit += 1) {
      const person = pick(people);
      world.letPass(1_000 + Math.floor(random() * 1_000));
      const street = `${edit} ${pick(["Elm", "Oak", "Ash"])} St`;
      if (random() < 0.5) {
        world.editInShop(
          person,
          pick([
            { firstName: `S${edit}` },
            { lastName: `S${edit}`, phone: `+1214555${String(edit).padStart(4, "0")}` },
            { address: { ...HOME, address1: street } },
          ]),
        );
      } else {
        await world.editInExigo(
          person,
          pick([
            { firstName: `E${edit}` },
            { ...IN_EXIGO, mainAddress1: street },
            { customerType: 1 + Math.floor(random() * 3) },
          ]),
        );
      }
      // What is under way meets further edits: a part of it is carried out in between.
      if (random() < 0.15) await world.work();
    }
    await world.settle();

    for (const person of people)
      expect(await world.inExigo(person)).toMatchObject(world.wantedInExigo(person));
    const before = world.writes();
    await world.settle();
    await world.settle();
    expect(world.writes()).toEqual(before);
    expect(await world.unsettled()).toEqual([]);
    // Each edit leads to one write on the other side at most, and no write to another.
    expect(before.exigo.length + before.shopify).toBeLessThanOrEqual(1_000 + 3 * people.length);
  }, 240_000);
});
