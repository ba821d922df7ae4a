import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A column as `schema.prisma` declares it. */
export interface DeclaredColumn {
  readonly name: string;
  /** MySQL's type in lower case, without the display widths that MariaDB adds. */
  readonly type: string;
  readonly nullable: boolean;
  readonly counts: boolean;
}

export interface DeclaredTable {
  readonly name: string;
  readonly columns: readonly DeclaredColumn[];
  /** `PRIMARY`, `UNIQUE` or `INDEX`, then the columns in order. */
  readonly keys: readonly string[];
}

const schemaFile = fileURLToPath(new URL("../../prisma/schema.prisma", import.meta.url));

const defaultTypes: Readonly<Record<string, string>> = {
  Int: "int",
  BigInt: "bigint",
  Boolean: "tinyint(1)",
  DateTime: "datetime(3)",
  Json: "json",
  String: "varchar(191)",
  Bytes: "longblob",
};

const nativeTypes: Readonly<Record<string, string>> = {
  VarChar: "varchar",
  Char: "char",
  TinyInt: "tinyint",
  SmallInt: "smallint",
  Date: "date",
  DateTime: "datetime",
  Binary: "binary",
  Blob: "blob",
  MediumBlob: "mediumblob",
  Text: "text",
  MediumText: "mediumtext",
};

/**
 * The tables that `schema.prisma` declares. Read from its text, because the generated client knows neither native
 * types nor indexes.
 */
export function readDeclaredTables(): DeclaredTable[] {
  const schema = readFileSync(schemaFile, "utf8");
  const models = [...schema.matchAll(/^model (\w+) \{\n([^]*?)^\}/gm)];
  return models.map(([, model = "", body = ""]) => readTable(model, body));
}

function readTable(model: string, body: string): DeclaredTable {
  const lines = body
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("//"));
  const fields = lines.filter((line) => !line.startsWith("@@"));
  const columnOf = new Map(fields.map((line) => [line.split(/\s+/)[0] ?? "", columnName(line)]));
  const name =
    /^@@map\("(\w+)"\)/m.exec(lines.filter((line) => line.startsWith("@@")).join("\n"))?.[1] ?? model;
  const keys = [...fields.flatMap(keysOfField), ...lines.flatMap((line) => keyOfBlock(line, columnOf))];
  return { name, columns: fields.map(readColumn), keys: keys.sort() };
}

function columnName(line: string): string {
  return /@map\("(\w+)"\)/.exec(line)?.[1] ?? line.split(/\s+/)[0] ?? "";
}

function readColumn(line: string): DeclaredColumn {
  const declared = line.split(/\s+/)[1] ?? "";
  return {
    name: columnName(line),
    type: columnType(line, declared.replace("?", "")),
    nullable: declared.endsWith("?"),
    counts: line.includes("@default(autoincrement())"),
  };
}

function columnType(line: string, declared: string): string {
  const [, native, size] = /@db\.(\w+)(?:\((\d+)\))?/.exec(line) ?? [];
  const type = native === undefined ? defaultTypes[declared] : nativeTypes[native];
  if (type === undefined)
    throw new Error(`tests/support/prisma-schema.ts does not know the type in: ${line}`);
  return size === undefined ? type : `${type}(${size})`;
}

function keysOfField(line: string): string[] {
  if (/@id\b/.test(line)) return [`PRIMARY ${columnName(line)}`];
  return /@unique\b/.test(line) ? [`UNIQUE ${columnName(line)}`] : [];
}

function keyOfBlock(line: string, columnOf: ReadonlyMap<string, string>): string[] {
  const [, kind = "", list = ""] = /^@@(id|unique|index)\(\[([^\]]+)\]/.exec(line) ?? [];
  if (kind === "") return [];
  const word = { id: "PRIMARY", unique: "UNIQUE", index: "INDEX" }[kind];
  return [
    `${word} ${list
      .split(",")
      .map((field) => columnOf.get(field.trim()))
      .join(",")}`,
  ];
}
