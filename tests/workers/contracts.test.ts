import { expect, test } from "vitest";

import { jobContracts } from "#jobs/all";
import type { WorkerWiring } from "../../app/wiring/worker.server.ts";
import { createJobHandlers } from "../../app/workers/handlers.ts";

test("every job contract has exactly one handler", () => {
  // why: the table is made without calling anything of the wiring
  const handlers = createJobHandlers({} as WorkerWiring);
  const names = jobContracts.map(({ name }) => name);
  expect(Object.keys(handlers).toSorted()).toEqual(names.toSorted());
  expect(new Set(names).size).toBe(names.length);
});

test("job ids hold no colon and are not all digits, whatever the row", () => {
  for (const contract of jobContracts) {
    const row = { shopDomain: "a-1.myshopify.com", programId: 12, id: 34 };
    const id = (contract.jobId as (payload: object) => string)(row);
    expect(id).toMatch(/^[^:]*[^:\d][^:]*$/);
  }
});
