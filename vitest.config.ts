import { defineConfig } from "vitest/config";

const exclude = ["**/node_modules/**", "tests/house/fixtures/**"];
const setupFiles = ["tests/support/fail-on-console-error.ts"];
const globalSetup = ["tests/support/global-setup.ts"];

const withServices = ["adapters", "routes", "workers", "ingress", "scripts"];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/**/*.test.{ts,tsx}"],
          exclude: [...exclude, "tests/scenarios/**", ...withServices.map((folder) => `tests/${folder}/**`)],
          setupFiles,
        },
      },
      {
        test: {
          name: "integration",
          include: withServices.map((folder) => `tests/${folder}/**/*.test.{ts,tsx}`),
          exclude,
          setupFiles,
          globalSetup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "scenarios",
          include: ["tests/scenarios/**/*.test.ts"],
          exclude,
          setupFiles,
          globalSetup,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
