import { createHash } from "node:crypto";
import type { GraphQLResolveInfo } from "graphql";
import { GraphQLError, getDirectiveValues } from "graphql";
import type { ApiContext } from "../admin-api/context.ts";

/** What a key was first used with, and what came of it. */
type Remembered = { digest: string; answer: unknown };

export type KeyRefusal = "IDEMPOTENCY_KEY_PARAMETER_MISMATCH" | "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED";

/**
 * Runs a mutation once per key of its `@idempotent` directive, which inventory mutations must have: the same key with
 * the same arguments answers as before, with others it is refused, and after a failure it is spent.
 */
export function runOnce(
  context: ApiContext,
  { args, info }: { args: object; info: GraphQLResolveInfo },
  run: { perform: () => unknown; refuse: (code: KeyRefusal) => unknown; failed: (answer: never) => boolean },
): unknown {
  const directive = info.schema.getDirective("idempotent");
  const [node] = info.fieldNodes;
  const values = directive && node ? getDirectiveValues(directive, node, info.variableValues) : undefined;
  if (!values)
    throw new GraphQLError(`The @idempotent directive is required for the ${info.fieldName} mutation.`, {
      extensions: { code: "BAD_REQUEST" },
    });
  const name = `${context.shop.domain} ${info.fieldName} ${String(values.key)}`;
  const section = context.store.section<Record<string, Remembered>>("idempotencyKeys", () => ({}));
  const digest = createHash("sha256").update(JSON.stringify(args)).digest("hex");
  const earlier = section[name];
  if (earlier && earlier.digest !== digest) return run.refuse("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
  if (earlier)
    return run.failed(earlier.answer as never)
      ? run.refuse("IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED")
      : earlier.answer;
  const answer = run.perform();
  section[name] = { digest, answer };
  context.store.changed();
  return answer;
}
