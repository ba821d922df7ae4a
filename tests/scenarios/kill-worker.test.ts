import { afterAll, beforeAll, expect, it } from "vitest";
import { throughTripwire } from "../support/addresses.ts";
import type { StartedProcess } from "../support/processes.ts";
import { eventually, SHOP, startStack } from "../support/stack.ts";
import type { Stack } from "../support/stack.ts";
import { startTripwire } from "../support/tripwire.ts";
import type { Tripwire, Watch } from "../support/tripwire.ts";

// The worker speaks to MySQL, Shopify and Exigo through relays that count what it asks for with an effect: each
// write to the database and each call that posts something. Order by order the worker is killed one such step
// later, before the step happens, until an order goes through without meeting its step. The state outside the
// worker changes with these steps only, so this is every place where a kill can find the main job.

const EFFECT = /\b(INSERT|UPDATE|DELETE|COMMIT)\b|^POST /;

let stack: Stack;
let worker: StartedProcess;
const tripwires: Tripwire[] = [];
let environment: Record<string, string> = {};
let stepsLeft = Infinity;
let killedAt: string | null = null;
let stopping = false;

const watch: Watch = ({ target, direction, bytes }) => {
  if (direction === "answer" || killedAt !== null) return true;
  const text = bytes.toString("latin1");
  if (!EFFECT.test(text) || (stepsLeft -= 1) > 0) return true;
  killedAt = `${target}: ${text
    .replace(/[^\x20-\x7e]+/g, " ")
    .trim()
    .slice(0, 60)}`;
  worker.child.kill("SIGKILL");
  return false;
};

async function wire(name: string, url: string): Promise<string> {
  const address = new URL(url);
  const tripwire = await startTripwire({ name, host: address.hostname, port: Number(address.port) }, watch);
  tripwires.push(tripwire);
  return throughTripwire(url, tripwire.port);
}

/** Keeps a worker running, as a supervisor does. */
function superviseWorker(): void {
  worker = stack.startWorker(environment);
  void worker.exit.then(() => {
    if (!stopping) superviseWorker();
  });
}

beforeAll(async () => {
  stack = await startStack();
  environment = {
    DATABASE_URL: await wire("mysql", stack.database.appUrl),
    SHOPIFY_SIMULATOR_URL: await wire("shopify", stack.shopify.url),
    INBOX_LEASE_SECONDS: "1",
    EXIGO_QUIET_SECONDS: "1",
    WORKER_CONCURRENCY: "4",
  };
  await stack.install(await wire("exigo", stack.exigo.url));
  superviseWorker();
});

afterAll(async () => {
  stopping = true;
  await stack.close();
  for (const tripwire of tripwires) await tripwire.close();
});

it("ends the main job once, wherever the worker is killed", async () => {
  const { operations } = stack.shopify;
  const customer = operations.createCustomer({
    shop: SHOP,
    email: "kill@scenario.example",
    emailVerified: true,
  });
  const product = operations.createProduct({ shop: SHOP, title: "Mug", variants: [{ price: "10.00" }] });
  const variantId = product.variants[0]?.id ?? 0;
  const buy = () =>
    operations.placeOrder({
      shop: SHOP,
      customerId: customer.id,
      lines: [{ variantId, quantity: 1 }],
      pay: true,
    });

  buy();
  await settled(customer.id, 10, 1);
  const steps: string[] = [];
  for (let step = 1; ; step += 1) {
    killedAt = null;
    stepsLeft = step;
    buy();
    await settled(customer.id, 10 * (step + 1), step + 1);
    stepsLeft = Infinity;
    if (killedAt === null) break;
    steps.push(killedAt);
  }
  // Claim, order, ledger, evaluation, inbox; and for each of the two intents: claim, send, confirm.
  expect(steps.length).toBeGreaterThanOrEqual(10);
  expect(steps.join("\n")).toMatch(/exigo: POST \/3.0\/point /);
  expect(steps.join("\n")).toMatch(/shopify: POST .*graphql/);
}, 600_000);

/** Waits until Exigo and the storefront hold the balance, and checks that nothing got there twice. */
async function settled(customerId: number, balance: number, orders: number): Promise<void> {
  await eventually(
    () => `a balance of ${balance} everywhere, after a kill before ${killedAt ?? "nothing"}`,
    () => storefrontBalance(customerId) === balance && pointTransactions().length >= orders,
    60_000,
  );
  // Ten credits each, in Exigo's ten-thousandths.
  expect(pointTransactions().map((each) => each.amountUnits)).toEqual(Array(orders).fill(100_000));
}

function storefrontBalance(customerId: number): number | null {
  const metafield = Object.values(stack.shopify.store.state.metafields).find(
    (each) => each.ownerId.endsWith(`/Customer/${customerId}`) && each.key === "balance",
  );
  return metafield ? JSON.parse(metafield.value).available : null;
}

/** Movements in Exigo that came through its interface. */
function pointTransactions() {
  return stack.exigo.simulator.saved.companies
    .flatMap((company) => company.pointTransactions)
    .filter((each) => each.movedBy === "api");
}
