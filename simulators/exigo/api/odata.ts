import { isKnownLogin, readBasicAuth } from "../http/basic-auth.ts";
import { jsonReply, Refusal } from "../http/reply.ts";
import type { Outcome } from "../http/reply.ts";
import type { Request } from "../http/request.ts";
import type { Simulator } from "../state/simulator.ts";
import { answerCall } from "./answer-call.ts";
import { readSetQuery } from "./odata-query.ts";
import { readSet } from "./odata-set.ts";
import { entitySets } from "./odata-sets.ts";

export const ODATA_BASE = "/4.0";
const ADDRESS = /^\/4\.0\/([^/]+)\/model\/([A-Za-z]+)$/;

/** What a fault can be armed for: `ReadPointTransactions` and so on. */
export const odataOperations: readonly string[] = entitySets.map(({ name }) => `Read${name}`);

/** Answers a call of the OData interface, which is read-only and authenticates with a plain `login:password`. */
export function answerOData(simulator: Simulator, request: Request): Promise<Outcome> {
  const [, company = null, name] = ADDRESS.exec(request.path) ?? [];
  const set = entitySets.find((known) => known.name === name);
  return answerCall(simulator, request, {
    operation: set === undefined ? "Unknown" : `Read${set.name}`,
    company,
    admit: () => {
      if (company === null) throw new Refusal(404, `There is no resource at ${request.path}.`);
      const known = simulator.company(company);
      const credentials = readBasicAuth(request.authorization);
      if (
        known === null ||
        credentials === null ||
        !isKnownLogin(known, credentials.user, credentials.password)
      ) {
        throw new Refusal(401, "The login or the password is not valid.");
      }
      if (simulator.settings.odata === "off" || set === undefined) {
        throw new Refusal(404, "Resource not found.");
      }
      if (request.method !== "GET") throw new Refusal(405, "OData is read-only.");
      const run = () =>
        jsonReply(200, {
          "odata.metadata": `${ODATA_BASE}/${known.key}/model/$metadata#${set.name}`,
          value: readSet(
            set,
            { company: known, upTo: simulator.reportedUpTo() },
            readSetQuery(set, request.query),
          ),
        });
      return { writes: false, run };
    },
  });
}
