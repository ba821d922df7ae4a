import { readFileSync } from "node:fs";
import type { DocumentNode, GraphQLSchema } from "graphql";
import { GraphQLError, buildSchema, execute, getOperationAST, parse, validate } from "graphql";
import type { ApiContext } from "./context.ts";
import { apiVersion } from "./context.ts";
import { actualCost, requestedCost } from "./cost.ts";
import { mutationRoot } from "./mutations.ts";
import { queryRoot } from "./queries.ts";
import { apiErrorOf } from "./refusals.ts";
import type { Throttle } from "./throttle.ts";

/** Shopify refuses a single query above this many points. */
const maxQueryCost = 1000;

export type ApiRequest = { query?: unknown; variables?: unknown; operationName?: unknown };

export type AdminApi = {
  schema: GraphQLSchema;
  run(context: ApiContext, request: ApiRequest): Promise<object>;
};

/** The trimmed official schema. */
export function loadAdminSchema(): GraphQLSchema {
  return buildSchema(readFileSync(new URL(`../schema/admin-${apiVersion}.graphql`, import.meta.url), "utf8"));
}

function refused(errors: GraphQLError[]): object {
  return { errors: errors.map(apiErrorOf) };
}

/** Executes documents for one shop at a time, with Shopify's refusals, costs and throttling. */
export function createAdminApi(throttle: Throttle): AdminApi {
  const schema = loadAdminSchema();

  function read(query: unknown): DocumentNode | GraphQLError[] {
    if (typeof query !== "string" || query.trim() === "")
      return [new GraphQLError("Required parameter missing or invalid")];
    try {
      const document = parse(query);
      const errors = validate(schema, document);
      return errors.length > 0 ? [...errors] : document;
    } catch (error) {
      return [error instanceof GraphQLError ? error : new GraphQLError(String(error))];
    }
  }

  async function run(context: ApiContext, request: ApiRequest): Promise<object> {
    const document = read(request.query);
    if (Array.isArray(document)) return refused(document);
    const variables = (request.variables ?? {}) as Record<string, unknown>;
    const operationName = typeof request.operationName === "string" ? request.operationName : undefined;
    const operation = getOperationAST(document, operationName);
    if (!operation) return refused([new GraphQLError("An operation name is required")]);
    const requested = requestedCost(document, operation, variables);
    const { domain, apiPointsPerSecond } = context.shop;
    const costOf = (actual: number | null): object => ({
      cost: {
        requestedQueryCost: requested,
        actualQueryCost: actual,
        throttleStatus: throttle.status(domain, apiPointsPerSecond),
      },
    });
    if (requested > maxQueryCost) {
      const message = `Query cost is ${requested}, which exceeds the single query max cost limit (${maxQueryCost}).`;
      return {
        ...refused([new GraphQLError(message, { extensions: { code: "MAX_COST_EXCEEDED" } })]),
        extensions: costOf(null),
      };
    }
    if (!throttle.take(domain, apiPointsPerSecond, requested)) {
      const extensions = { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" };
      return { ...refused([new GraphQLError("Throttled", { extensions })]), extensions: costOf(null) };
    }
    const rootValue = operation.operation === "mutation" ? mutationRoot(context) : queryRoot(context);
    const result = await execute({
      schema,
      document,
      rootValue,
      variableValues: variables,
      ...(operationName ? { operationName } : {}),
    });
    const actual = operation.operation === "mutation" ? requested : actualCost(result.data, requested);
    throttle.giveBack(domain, requested - actual);
    const errors = result.errors ? { errors: result.errors.map(apiErrorOf) } : {};
    return {
      ...(result.data === undefined ? {} : { data: result.data }),
      ...errors,
      extensions: costOf(actual),
    };
  }

  return { schema, run };
}
