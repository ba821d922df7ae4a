/**
 * Who may import whom. One rule per row of the table in docs, said as what is forbidden: everything but the listed.
 * Type imports count, unless a row says that types alone may be imported.
 */
const vendors = (...names) => `(^|/)node_modules/(${names.join("|")})/`;
const generatedPrisma = "^app/generated/prisma/";
const shared = "^app/shopify-api-version[.]ts$";

/** Everything outside the listed places, npm packages and Node's own modules included. */
const otherThan = (...places) => ({ pathNot: places });

const typesOnly = { dependencyTypesNot: ["type-only"] };

const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from: { path: from }, to });

const vendorOf = {
  mysql: [vendors("mariadb", "@prisma", "zod"), generatedPrisma],
  shopify: [vendors("@shopify", "zod"), shared],
  exigo: [vendors("zod")],
  csv: [vendors("csv-parse")],
  bullmq: [vendors("bullmq", "ioredis", "zod"), "^app/jobs/"],
  system: [vendors("zod")],
};

const builtIn =
  "^(node:)?(async_hooks|assert|buffer|crypto|diagnostics_channel|dns|events|fs|http|https|net|os|path|perf_hooks|process|stream|timers|tls|url|util|v8|worker_threads|zlib)(/|$)";

const adapterRules = Object.entries(vendorOf).map(([name, allowed]) =>
  rule(
    `adapters-${name}-own-vendor`,
    `adapters/${name} imports core, ports, its own folder and its own vendor.`,
    `^app/adapters/${name}/`,
    otherThan(
      ...["^app/core/", "^app/documents/", "^app/usecases/ports/", `^app/adapters/${name}/`],
      builtIn,
      ...allowed,
    ),
  ),
);

module.exports = {
  forbidden: [
    rule(
      "core-pure",
      "core imports core only: no npm, no node:, not even types.",
      "^app/core/",
      otherThan("^app/core/"),
    ),
    rule(
      "usecases-no-vendor",
      "usecases import core, usecases with their ports, and names and payload types of jobs.",
      "^app/usecases/",
      otherThan("^app/core/", "^app/usecases/", "^app/jobs/"),
    ),
    rule(
      "documents-schemas",
      "documents are schemas of what is stored in versions: zod and core.",
      "^app/documents/",
      otherThan("^app/core/", "^app/documents/", vendors("zod")),
    ),
    rule(
      "jobs-contracts",
      "jobs are contracts: zod, jobs and types of core.",
      "^app/jobs/",
      otherThan("^app/core/", "^app/jobs/", vendors("zod")),
    ),
    rule("jobs-core-types", "jobs import types of core, not its code.", "^app/jobs/", {
      path: "^app/core/",
      ...typesOnly,
    }),
    ...adapterRules,
    rule(
      "adapters-port-types",
      "adapters import the types of ports, not code of usecases.",
      "^app/adapters/",
      {
        path: "^app/usecases/",
        ...typesOnly,
      },
    ),
    rule(
      "wiring-no-vendor",
      "wiring joins core, usecases, jobs and adapters; vendors stay behind adapters.",
      "^app/wiring([.]server[.]ts$|/)",
      otherThan(
        "^app/(core|documents|usecases|jobs|adapters|wiring)/",
        "^app/(wiring|config|db|shopify)[.]server[.]ts$",
        builtIn,
      ),
    ),
    rule(
      "config-reads-environment",
      "config.server.ts parses the environment with zod.",
      "^app/config[.]server[.]ts$",
      otherThan("^app/core/", vendors("zod")),
    ),
    rule(
      "db-opens-database",
      "db.server.ts opens the database with its adapter.",
      "^app/db[.]server[.]ts$",
      otherThan("^app/core/", "^app/adapters/(mysql|system)/", "^app/config[.]server[.]ts$"),
    ),
    rule(
      "shopify-joins-library",
      "shopify.server.ts joins the Shopify library to the app.",
      "^app/shopify[.]server[.]ts$",
      otherThan(
        ...["^app/core/", "^app/adapters/", "^app/wiring/", "^app/(wiring|config|db)[.]server[.]ts$", shared],
        vendors("@shopify/shopify-app-remix", "@shopify/shopify-api", "@shopify/shopify-app-session-storage"),
      ),
    ),
    rule(
      "routes-one-use-case",
      "routes reach the app through wiring, and import core, result types and components beside it.",
      "^app/(routes/|root[.]tsx$|entry[.])",
      otherThan(
        ...[
          "^app/core/",
          "^app/documents/",
          "^app/usecases/",
          "^app/components/",
          "^app/wiring/",
          "^app/(wiring|shopify)[.]server[.]ts$",
        ],
        vendors(
          "@remix-run",
          "@shopify",
          "react",
          "react-dom",
          "isbot",
          "zod",
          "@types/react",
          "@types/react-dom",
        ),
        "^app/routes/[^/]+/",
        "^(node:)?stream(/|$)",
      ),
    ),
    rule(
      "ingress-before-remix",
      "ingress comes before Remix and hands the rest on to it: core, result types and wiring.",
      "^app/ingress/",
      otherThan(
        "^app/core/",
        "^app/usecases/",
        "^app/ingress/",
        "^app/wiring/",
        "^app/(wiring|shopify)[.]server[.]ts$",
        vendors("@remix-run", "zod"),
        builtIn,
      ),
    ),
    rule(
      "routes-result-types",
      "routes and ingress import the result types of usecases, not their code.",
      "^app/(routes|ingress)/",
      {
        path: "^app/usecases/",
        ...typesOnly,
      },
    ),
    rule(
      "components-without-data",
      "components are Polaris pieces without data access.",
      "^app/components/",
      otherThan(
        "^app/core/",
        "^app/components/",
        vendors("@shopify/polaris", "@shopify/polaris-icons", "react", "@types/react"),
      ),
    ),
    rule(
      "workers-through-wiring",
      "workers take their use cases and adapters from wiring.",
      "^app/workers/",
      otherThan(
        "^app/core/",
        "^app/jobs/",
        "^app/workers/",
        "^app/wiring/",
        "^app/wiring[.]server[.]ts$",
        builtIn,
      ),
    ),
    rule(
      "server-entry",
      "server.ts starts the web process from wiring, ingress and the built app.",
      "^app/server[.]ts$",
      otherThan(
        ...[
          "^app/core/",
          "^app/ingress/",
          "^app/wiring/",
          "^app/(wiring|config|shopify)[.]server[.]ts$",
          "^build/",
        ],
        vendors("@remix-run"),
        builtIn,
      ),
    ),
    rule(
      "scripts-not-inside",
      "scripts and bench use core, documents, usecases and wiring, never adapters or routes.",
      "^(scripts|bench)/",
      {
        path: "^app/",
        pathNot: ["^app/(core|documents|usecases|wiring)/", "^app/wiring[.]server[.]ts$"],
      },
    ),
    rule(
      "simulators-apart",
      "simulators share nothing with the app, types included.",
      "^simulators/",
      otherThan("^simulators/", vendors("graphql", "liquidjs", "smol-toml"), builtIn),
    ),
    rule(
      "app-not-from-outside",
      "the app does not know its scripts, simulators, benches and tests.",
      "^app/",
      {
        path: "^(scripts|simulators|bench|tests)/",
      },
    ),
    {
      name: "app-not-from-development",
      comment: "what the app runs on is a dependency, not a development dependency.",
      severity: "error",
      from: { path: "^app/" },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "node_modules/@types/",
      },
    },
    {
      name: "no-circular",
      comment: "no file of the app needs itself.",
      severity: "error",
      from: { path: "^app/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unresolvable",
      comment: "every import leads somewhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^virtual:|[?]url$|build/server/index[.]js$" },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", generatedPrisma] },
    exclude: { path: ["^tests/house/fixtures/", "^build/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json"],
    },
  },
};
