/** Names under which a row's tenant is known: columns, fields, and the compound keys that begin with them. */
const tenantField = /^(programId|shopId|shopDomain)(_\w+)?$/;
const tenantColumn = /\b(program_id|shop_id|shop_domain)\b/i;

/** Tables that are the tenants themselves, and the session's, which the Shopify library finds by its own id. */
const tenantModels = new Set(["program", "shop", "shopifySession"]);
const tenantTables = /\b(FROM|INTO|UPDATE|JOIN)\s+`?(program|shop|shopify_session)\b`?/i;

const statement = /^\s*(SELECT|UPDATE|DELETE|INSERT|REPLACE)\b[\s\S]*\b(FROM|SET|INTO)\b/;

/** Stands for what a template literal puts in. */
const gap = "${}";

const selective = new Set([
  ...["findFirst", "findFirstOrThrow", "findUnique", "findUniqueOrThrow", "findMany", "count", "aggregate"],
  ...["groupBy", "update", "updateMany", "updateManyAndReturn", "upsert", "delete", "deleteMany"],
]);

/**
 * Every query names its tenant: a Prisma call in its `where`, a statement in its text. A sweep that looks at all
 * tenants on purpose says so where it switches the rule off.
 *
 * @type {import("eslint").Rule.RuleModule}
 */
export const tenantKey = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      prisma: "The `where` of {{model}}.{{method}} does not name the tenant (programId or shopDomain).",
      sql: "This statement does not name the tenant (program_id or shop_domain).",
    },
  },
  create(context) {
    return {
      CallExpression(node) {
        const call = prismaCall(node);
        if (call && !namesTenant(whereOf(node))) context.report({ node, messageId: "prisma", data: call });
      },
      Literal: (node) => checkSql(context, node, node.value),
      TemplateLiteral: (node) => checkSql(context, node, node.quasis.map((part) => part.value.raw).join(gap)),
    };
  },
};

function prismaCall({ callee }) {
  if (callee.type !== "MemberExpression" || callee.object.type !== "MemberExpression") return null;
  const method = callee.property.name;
  const model = callee.object.property.name;
  const client = callee.object.object;
  const clientName = client.type === "MemberExpression" ? client.property.name : client.name;
  const isPrisma = /^(prisma|tx|transaction|db|client)$/i.test(clientName ?? "");
  return isPrisma && selective.has(method) && !tenantModels.has(model) ? { model, method } : null;
}

function whereOf({ arguments: [options] }) {
  if (options?.type !== "ObjectExpression") return null;
  return options.properties.find((property) => property.key?.name === "where")?.value ?? null;
}

function namesTenant(where) {
  if (where?.type !== "ObjectExpression") return false;
  return where.properties.some(
    (property) => property.type === "Property" && tenantField.test(property.key.name ?? ""),
  );
}

function checkSql(context, node, text) {
  if (typeof text !== "string" || !statement.test(text) || /\bFROM DUAL\b/i.test(text)) return;
  if (tenantColumn.test(text) || tenantTables.test(text) || isPieced(text)) return;
  context.report({ node, messageId: "sql" });
}

/** A statement whose condition or column list is put in from elsewhere cannot be judged by its own text. */
function isPieced(text) {
  if (!text.includes(gap)) return false;
  const condition = /\bWHERE\b([\s\S]*)/i.exec(text)?.[1];
  const columns = /^\s*(?:INSERT|REPLACE)\b[^(]*\(([^)]*)\)/i.exec(text)?.[1];
  const decisive = columns ?? condition;
  return decisive === undefined || decisive.includes(gap);
}
