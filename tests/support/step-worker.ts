// A process that carries out every step that is due, each document on its own, and comes to a standstill in each before
// its n-th effect on the world outside. It says when all stand still, and is then killed. Started by killed-steps.ts.
import { AsyncLocalStorage } from "node:async_hooks";

import { DEFAULT_DELIVERY_POLICY } from "#core/sync";
import { deliverDocument } from "#usecases/deliver-document";

import { carryOutStep } from "../../app/usecases/documents/steps.ts";
import type { StandStill, StepOrder } from "./killed-steps.ts";
import { openStepPorts } from "./step-ports.ts";
import type { StepPlace } from "./step-ports.ts";

interface Lane {
  /** Effects that are still to happen. */
  left: number;
  /** Called with the effect that did not happen any more. */
  readonly stand: (place: string) => void;
}

const lanes = new AsyncLocalStorage<Lane>();
const READS = /^(find|read|list|count)/;
const place = JSON.parse(process.argv[2] ?? "{}") as StepPlace;
const { adapters, digest, jitter } = openStepPorts(place);
const ports = {
  ...(Object.fromEntries(
    Object.entries(adapters).map(([name, port]) => [name, numbered(name, port)]),
  ) as typeof adapters),
  digest,
  jitter,
};

process.on("message", ({ before }: StepOrder) => void work(before));
process.send?.({ stood: null } satisfies StandStill);

/** The port, of which everything that is no reading counts as an effect of the document that asks. */
function numbered<T extends object>(name: string, port: T): T {
  const counted = Object.entries(port).map(([method, call]: [string, unknown]) => {
    if (typeof call !== "function" || READS.test(method)) return [method, call];
    return [
      method,
      async (...what: unknown[]) => {
        const lane = lanes.getStore();
        if (lane && (lane.left -= 1) === 0) {
          lane.stand(`${name}.${method}`);
          await new Promise(() => undefined);
        }
        return (call as (...what: unknown[]) => unknown)(...what);
      },
    ];
  });
  return Object.fromEntries(counted) as T;
}

async function work(before: number): Promise<void> {
  const due = await adapters.documents.findDue(500);
  const stood = await Promise.all(
    due.map(
      (step) =>
        new Promise<string | null>((resolve, reject) => {
          let kind = "";
          const stand = (effect: string): void => resolve(`${kind} ${effect}`.trim());
          lanes.run({ left: before, stand }, () => {
            const engine = {
              ...ports,
              carryOut: (parts: object, claimed: Parameters<typeof carryOutStep>[1]) => {
                ({ kind } = claimed);
                return carryOutStep({ ...ports, ...parts }, claimed, DEFAULT_DELIVERY_POLICY);
              },
              onFailure: (_: unknown, failure: unknown) => reject(failure as Error),
            };
            deliverDocument(engine, step).then(() => resolve(null), reject);
          });
        }),
    ),
  );
  process.send?.({ stood: stood.filter((one) => one !== null) } satisfies StandStill);
}
