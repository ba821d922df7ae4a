import type { ConnectionValues } from "./connection-values.ts";

interface TroubleWords {
  readonly title: string;
  /** The field where the cause most likely is; null: none of them. */
  readonly field: keyof ConnectionValues | null;
  /** What to do, next to the field. */
  readonly hint: string;
}

/** What each cause of a failed connection means, and which field to look at. */
export const troubleWords = {
  address_refused: {
    title: "The app may not call this address",
    field: "baseUrl",
    hint: "Use the public https address of your Exigo company",
  },
  name_unknown: {
    title: "There is no such host",
    field: "baseUrl",
    hint: "Check the spelling of the host name",
  },
  connection_refused: {
    title: "Nothing answers at this address",
    field: "baseUrl",
    hint: "Check host and port",
  },
  timed_out: {
    title: "Exigo did not answer in time",
    field: "baseUrl",
    hint: "Check the address, or try again in a minute",
  },
  tls: {
    title: "The connection is not safe",
    field: "baseUrl",
    hint: "The host's certificate is not valid for this address",
  },
  connection_lost: {
    title: "The connection was lost",
    field: null,
    hint: "Try again in a minute",
  },
  login_refused: {
    title: "Exigo refused the login",
    field: "password",
    hint: "Check company key, login and password",
  },
  access_refused: {
    title: "The login may not do this",
    field: "loginName",
    hint: "Give this API login access to customers and point accounts in Exigo",
  },
  path_unknown: {
    title: "There is no Exigo at this path",
    field: "baseUrl",
    hint: "The address should end with the version, such as /3.0",
  },
  point_account_refused: {
    title: "The login works, but the point account does not",
    field: "pointAccountId",
    hint: "Enter the number of a point account that exists",
  },
  history_unreadable: {
    title: "The login works, but the history cannot be read",
    field: "historyUrl",
    hint: "Check the OData address, or leave it empty: lost answers are then looked up by the balance",
  },
  too_many_calls: {
    title: "Exigo asks for fewer calls",
    field: null,
    hint: "The connection works; try again in a minute",
  },
  exigo_failed: {
    title: "Exigo has trouble of its own",
    field: null,
    hint: "Try again in a minute",
  },
  answer_unexpected: {
    title: "Something else than Exigo answered",
    field: "baseUrl",
    hint: "Check the address",
  },
} as const satisfies Record<string, TroubleWords>;
