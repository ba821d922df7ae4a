import prettier from "eslint-config-prettier";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

import { tenantKey } from "./scripts/lint/tenant-key.mjs";

const everyFile = ["**/*.{ts,tsx,js,mjs,cjs}"];
const houseCode = [
  "app/**/*.{ts,tsx}",
  "simulators/**/*.{ts,mjs}",
  "scripts/**/*.{ts,mjs}",
  "bench/**/*.{ts,mjs}",
];

const noDefaultExport = {
  selector: "ExportDefaultDeclaration, ExportSpecifier[exported.name='default']",
  message: "Exports have names; a default one only where Remix or a vendor demands it.",
};
const noPlainError = {
  selector:
    "NewExpression[callee.name='Error'], CallExpression[callee.name='Error'], ThrowStatement > Literal",
  message: "A fault is thrown as a class with a code; an expected answer is returned as a refusal.",
};
const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "config.server.ts is the only reader of the environment.",
};
const noHiddenInput = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "Core receives the time as an argument.",
  },
  { selector: "CallExpression[callee.name='Date']", message: "Core receives the time as an argument." },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: "Core receives the time as an argument.",
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "Core receives ids and chance as arguments.",
  },
];
const outsideWorld = [
  ...["process", "fetch", "console", "crypto", "performance", "globalThis", "Buffer"],
  ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask"],
];

export default tseslint.config(
  {
    ignores: [
      ...["node_modules/", "build/", ".local/", "coverage/", "app/generated/", "public/"],
      "tests/house/fixtures/",
    ],
  },
  { files: everyFile, extends: [tseslint.configs.recommended] },
  {
    files: everyFile,
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-empty": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"] }],
      "no-restricted-syntax": ["error", noDefaultExport],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    files: houseCode,
    rules: {
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", 70],
    },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    ignores: ["app/config.server.ts"],
    rules: { "no-restricted-syntax": ["error", noDefaultExport, noPlainError, noEnvironment] },
  },
  {
    files: ["app/config.server.ts"],
    rules: { "no-restricted-syntax": ["error", noDefaultExport, noPlainError] },
  },
  {
    files: ["app/core/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", ...outsideWorld],
      "no-restricted-syntax": ["error", noDefaultExport, noPlainError, ...noHiddenInput],
    },
  },
  {
    files: ["app/adapters/mysql/**/*.ts"],
    plugins: { house: { rules: { "tenant-key": tenantKey } } },
    rules: { "house/tenant-key": "error" },
  },
  { files: ["app/**/*.tsx"], ...reactHooks.configs.flat.recommended },
  {
    // Their names are the vendor's choice: Remix, Vite and the command-line tools import a default.
    files: ["app/routes/**/*.tsx", "app/root.tsx", "app/entry.*.tsx"],
    rules: { "no-restricted-syntax": ["error", noPlainError, noEnvironment] },
  },
  {
    files: ["*.config.{js,ts}", "extensions/**/*.{js,jsx,ts,tsx}"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["**/*.cjs"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["app/**/*.{ts,tsx}", "simulators/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  prettier,
);
