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
    expect(await world.refusals()).toEqual([
      { domain: "customers", field: "firstName", direction: "to_shopify" },
    ]);
  });

  it("records nothing as changed in Exigo of what it wrote there itself, also when the answer is lost", async () => {
    world.loseAnswers(0.5, 3);
    const ana = await world.addCustomer({ firstName: "Ana", lastName: "Lima" });
    await world.settle();
    for (let number = 1; number <= 6; number += 1) {
      world.editInShop(ana, { firstName: `Anna${number}` });
      await world.settle();
      expect(await world.inExigo(ana)).toMatchObject({ firstName: `Anna${number}` });
    }
    expect(world.loseAnswers(0, 1).exigo).toBeGreaterThan(0);
    expect(await world.refusals()).toEqual([]);
  }, 60_000);

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

  it("writes no more than once for each edit, when edits come one after the other", async () => {
    const { people, edit } = await createEdits(10);
    for (let number = 1; number <= 150; number += 1) {
      await edit(number);
      // What is under way meets further edits: a part of it is carried out in between.
      if (number % 7 === 0) await world.work();
    }
    await world.settle();
    await expectAlike(people);
    const { exigo, shopify } = world.writes();
    expect(exigo.length + shopify).toBeLessThanOrEqual(150 + 3 * people.length);
  }, 120_000);

  it("settles 1,000 random edits that come from both sides while everything is at work and a tenth of the answers is lost", async () => {
    world.loseAnswers(0.1, 21);
    const { people, edit } = await createEdits(25);
    const stopWorking = world.beginWorking();
    let next = 1;
    const person = async (): Promise<void> => {
      for (let number = next++; number <= 1_000; number = next++) await edit(number);
    };
    await Promise.all([person(), person(), person()]).finally(stopWorking);
    await world.settle();
    const lost = world.loseAnswers(0, 1);
    expect(lost.exigo).toBeGreaterThan(20);
    expect(lost.shopify).toBeGreaterThan(10);
    await expectAlike(people);
    // Of what Shopify owns, the edits in Exigo touch the first name alone.
    const refused = (await world.refusals()).map(({ field }) => field);
    expect([...new Set(refused)]).toEqual(["firstName"]);

    const before = world.bothSides();
    const writes = world.writes();
    await world.letStepsPass();
    await world.settle();
    await world.settle();
    expect(world.bothSides()).toEqual(before);
    expect(world.writes()).toEqual(writes);
  }, 240_000);
});

/** Customers that both sides have, and random edits of them: seeded, so that they come in the same order each time. */
async function createEdits(count: number) {
  const random = seededRandom(1_121);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const people: number[] = [];
  for (let number = 1; number <= count; number += 1) {
    const names = { firstName: `First${number}`, lastName: `Last${number}` };
    people.push(await world.addCustomer({ ...names, address: HOME }));
  }
  await world.settle();
  const edit = async (number: number): Promise<void> => {
    const who = pick(people);
    world.letPass(1_000 + Math.floor(random() * 1_000));
    const street = `${number} ${pick(["Elm", "Oak", "Ash"])} St`;
    const phone = `+1214555${String(number).padStart(4, "0")}`;
    const inShop = [
      { firstName: `S${number}` },
      { lastName: `S${number}`, phone },
      { address: { ...HOME, address1: street } },
    ];
    const inExigo = [
      { firstName: `E${number}` },
      { ...IN_EXIGO, mainAddress1: street },
      { customerType: 1 + Math.floor(random() * 3) },
    ];
    if (random() < 0.5) world.editInShop(who, pick(inShop));
    else await world.editInExigo(who, pick(inExigo));
  };
  return { people, edit };
}

/** Each field is what its owner says, and an address is the same on both sides; nothing is left to do. */
async function expectAlike(people: readonly number[]): Promise<void> {
  for (const person of people) {
    const exigo = await world.inExigo(person);
    expect(exigo).toMatchObject(world.wantedInExigo(person));
    expect(world.metafieldOf(person, "exigo_type")).toBe(String(exigo["customerType"]));
  }
  expect(await world.unsettled()).toEqual([]);
}
