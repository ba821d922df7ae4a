/**
 * Cuts Shopify's published Admin schema down to what our documents and the simulator use.
 *
 *   npm pack @shopify/dev-mcp            (in a folder outside the repository; 14 MB)
 *   tar xzf shopify-dev-mcp-*.tgz package/dist/data/admin_2026-10.json.gz package/package.json
 *   node scripts/trim-shopify-schema.mjs <folder>/package/dist/data/admin_2026-10.json.gz
 *
 * Every document is validated against the whole schema first, so a document that Shopify would refuse stops the script.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import {
  TypeInfo,
  astFromValue,
  buildClientSchema,
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  isUnionType,
  parse,
  print,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const documentFolders = ["simulators/shopify/schema/documents", "app/adapters/shopify"];
const apiVersion = "2026-10";
const target = join(root, "simulators/shopify/schema", `admin-${apiVersion}.graphql`);
/** Types that tests and messages need whole although no document names them. */
const alwaysKept = ["WebhookSubscriptionTopic"];

/**
 * A .graphql file is one document; what a source file in a folder of documents exports are documents, and in any other
 * source file every template that starts with #graphql is one.
 */
async function documentsIn(path) {
  const text = readFileSync(join(root, path), "utf8");
  const sources = path.endsWith(".graphql")
    ? [text]
    : path.includes("/documents/")
      ? Object.values(await import(pathToFileURL(join(root, path)).href))
      : [...text.matchAll(/`(#graphql[^`]*)`/g)].map((match) => match[1]);
  return sources.map((source) => ({ name: path, ast: parse(source) }));
}

async function readDocuments() {
  const paths = documentFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`),
    )
    .filter((path) => /\.(graphql|ts)$/.test(path));
  return (await Promise.all(paths.map(documentsIn))).flat();
}

function collectUse(schema, documents) {
  const fields = new Map();
  const leaves = new Set(alwaysKept);
  const keepInput = (type) => {
    const named = getNamedType(type);
    if (leaves.has(named.name) && named.name !== alwaysKept[0]) return;
    leaves.add(named.name);
    if (isInputObjectType(named)) for (const field of Object.values(named.getFields())) keepInput(field.type);
  };
  const keepField = (parent, definition) => {
    if (!fields.has(parent.name)) fields.set(parent.name, new Set());
    fields.get(parent.name).add(definition.name);
    for (const arg of definition.args) keepInput(arg.type);
    const named = getNamedType(definition.type);
    if (isScalarType(named) || isEnumType(named)) leaves.add(named.name);
    else if (!fields.has(named.name)) fields.set(named.name, new Set());
  };
  const info = new TypeInfo(schema);
  for (const { ast } of documents)
    visit(
      ast,
      visitWithTypeInfo(info, {
        Field(node) {
          const parent = info.getParentType();
          const definition = info.getFieldDef();
          if (parent && definition && !node.name.value.startsWith("__")) keepField(parent, definition);
        },
        InlineFragment() {
          const type = info.getType();
          if (type && !fields.has(type.name)) fields.set(type.name, new Set());
        },
        VariableDefinition() {
          const type = info.getInputType();
          if (type) keepInput(type);
        },
      }),
    );
  return { fields, leaves };
}

/** A kept interface needs its fields on every kept type that implements it. */
function completeInterfaces(schema, use) {
  for (const [name, used] of use.fields) {
    const type = schema.getType(name);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const parent of type.getInterfaces())
      for (const field of use.fields.get(parent.name) ?? []) used.add(field);
  }
  for (const [name, used] of use.fields) {
    const type = schema.getType(name);
    if (isUnionType(type) || used.size > 0) continue;
    // A type reached only through __typename keeps its id or its first plain field, because SDL needs one.
    const all = Object.values(type.getFields());
    const leaf =
      all.find((field) => field.name === "id") ?? all.find((field) => isScalarType(getNamedType(field.type)));
    if (leaf) {
      used.add(leaf.name);
      use.leaves.add(getNamedType(leaf.type).name);
    }
  }
}

/** Shopify's own directives that stand on fields of documents, such as @idempotent. */
function printDirectives(schema) {
  return schema
    .getDirectives()
    .filter((directive) => !isSpecifiedDirective(directive) && directive.locations.includes("FIELD"))
    .map(
      ({ name, args, locations }) =>
        `directive @${name}(${args.map(printInput).join(", ")}) on ${locations.join(" | ")}`,
    );
}

const deprecation = (element) => (element.deprecationReason ? " @deprecated" : "");

function printInput(input) {
  const ast = input.defaultValue === undefined ? undefined : astFromValue(input.defaultValue, input.type);
  return `${input.name}: ${input.type}${ast ? ` = ${print(ast)}` : ""}${deprecation(input)}`;
}

function printField(field) {
  const args = field.args.length > 0 ? `(${field.args.map(printInput).join(", ")})` : "";
  return `  ${field.name}${args}: ${field.type}${deprecation(field)}`;
}

function printType(schema, name, use) {
  const type = schema.getType(name);
  if (isScalarType(type)) return isSpecifiedScalarType(type) ? null : `scalar ${name}`;
  if (isEnumType(type))
    return `enum ${name} {\n${type
      .getValues()
      .map((value) => `  ${value.name}${deprecation(value)}`)
      .join("\n")}\n}`;
  if (isInputObjectType(type)) {
    const oneOf = type.isOneOf ? " @oneOf" : "";
    const lines = Object.values(type.getFields()).map((field) => `  ${printInput(field)}`);
    return `input ${name}${oneOf} {\n${lines.join("\n")}\n}`;
  }
  if (isUnionType(type)) {
    const members = type.getTypes().filter((member) => use.fields.has(member.name));
    return `union ${name} = ${members.join(" | ")}`;
  }
  const used = use.fields.get(name);
  const parents = type.getInterfaces().filter((parent) => use.fields.has(parent.name));
  const head = `${isInterfaceType(type) ? "interface" : "type"} ${name}${parents.length > 0 ? ` implements ${parents.join(" & ")}` : ""}`;
  const lines = Object.values(type.getFields()).filter((field) => used.has(field.name));
  return `${head} {\n${lines.map(printField).join("\n")}\n}`;
}

async function main(gzPath) {
  if (!gzPath) {
    console.error("Give the path of admin_2026-10.json.gz from `npm pack @shopify/dev-mcp`.");
    process.exit(2);
  }
  const introspection = JSON.parse(gunzipSync(readFileSync(gzPath)).toString("utf8"));
  const schema = buildClientSchema(introspection.data ?? introspection, { assumeValid: true });
  const documents = await readDocuments();
  const problems = documents.flatMap(({ name, ast }) =>
    validate(schema, ast).map((error) => `${name}: ${error.message}`),
  );
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exit(1);
  }
  const use = collectUse(schema, documents);
  completeInterfaces(schema, use);
  const names = [...new Set([...use.fields.keys(), ...use.leaves])].sort();
  const version = JSON.parse(readFileSync(join(dirname(gzPath), "../../package.json"), "utf8")).version;
  const notice = [
    `# Part of Shopify's Admin GraphQL schema, version ${apiVersion}, from the npm package @shopify/dev-mcp ${version}.`,
    "# Trimmed by scripts/trim-shopify-schema.mjs; do not edit by hand.",
    "#",
    "# ISC License. Copyright (c) Shopify Inc. Permission to use, copy, modify, and/or distribute this software for any",
    "# purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice",
    '# appear in all copies. THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS',
    "# SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR",
    "# ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR",
    "# PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH",
    "# THE USE OR PERFORMANCE OF THIS SOFTWARE.",
  ].join("\n");
  const types = names
    .filter((name) => !isIntrospectionType(schema.getType(name)))
    .map((name) => printType(schema, name, use))
    .filter((text) => text !== null);
  const sdl = `${notice}\n\nschema {\n  query: QueryRoot\n  mutation: Mutation\n}\n\n${[...printDirectives(schema), ...types].join("\n\n")}\n`;
  const trimmed = buildSchema(sdl);
  const lost = documents.flatMap(({ name, ast }) =>
    validate(trimmed, ast).map((error) => `${name}: ${error.message}`),
  );
  if (lost.length > 0) throw new Error(`The trimmed schema lost something:\n${lost.join("\n")}`);
  writeFileSync(target, sdl);
  console.log(`${target}: ${types.length} types, ${Math.round(sdl.length / 1024)} KB`);
}

await main(process.argv[2]);
