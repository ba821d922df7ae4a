import type { GraphQLError } from "graphql";

export type ApiError = {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
  extensions?: Record<string, unknown>;
};

const hint = "If Shopify has it, add it to a document and run scripts/trim-shopify-schema.mjs.";

const shapes: [
  RegExp,
  (match: RegExpExecArray) => { message: string; extensions: Record<string, unknown> },
][] = [
  [
    /^Cannot query field "(.+?)" on type "(.+?)"/,
    ([, field, type]) => ({
      message: `Field '${field}' doesn't exist on type '${type}'`,
      extensions: { code: "undefinedField", typeName: type, fieldName: field, simulator: hint },
    }),
  ],
  [
    /^Unknown argument "(.+?)" on field "(?:.+\.)?(.+?)"/,
    ([, argument, field]) => ({
      message: `Field '${field}' doesn't accept argument '${argument}'`,
      extensions: { code: "argumentNotAccepted", name: field, argumentName: argument, simulator: hint },
    }),
  ],
  [
    /^Unknown type "(.+?)"/,
    ([, type]) => ({
      message: `No such type ${type}, so it can't be a fragment condition or a variable's type`,
      extensions: { code: "undefinedType", typeName: type, simulator: hint },
    }),
  ],
  [
    /^Field "(.+?)" of type "(.+?)" must have a selection of subfields/,
    ([, field, type]) => ({
      message: `Field must have selections (field '${field}' returns ${type} but has no selections.)`,
      extensions: { code: "selectionMismatch", nodeName: `field '${field}'`, typeName: type },
    }),
  ],
  [
    /^Field "(.+?)" argument "(.+?)" of type "(.+?)" is required/,
    ([, field, argument]) => ({
      message: `Field '${field}' is missing required arguments: ${argument}`,
      extensions: { code: "missingRequiredArguments", name: field, arguments: argument },
    }),
  ],
  [
    /^Variable "(\$.+?)" got invalid value|^Variable "(\$.+?)" of required type/,
    (match) => ({
      message: `Variable ${match[1] ?? match[2]} was provided invalid value: ${match.input}`,
      extensions: { code: "INVALID_VARIABLE" },
    }),
  ],
  [
    /^Syntax Error: (.+)/,
    ([, what]) => ({ message: `Parse error: ${what}`, extensions: { code: "syntaxError" } }),
  ],
];

/** A refusal in Shopify's shape. Messages not listed above keep graphql-js's own words, with a general code. */
export function apiErrorOf(error: GraphQLError): ApiError {
  const place = {
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
  };
  for (const [pattern, shape] of shapes) {
    const match = pattern.exec(error.message);
    if (match) return { ...shape(match), ...place };
  }
  const extensions =
    Object.keys(error.extensions).length > 0 ? error.extensions : { code: "argumentLiteralsIncompatible" };
  return { message: error.message, ...place, extensions };
}
