import { randomBytes } from "node:crypto";
import path from "node:path";

import { ClearFailure } from "../bootstrap/clear-failure.mjs";
import { keepSecrets, randomText } from "../bootstrap/private-secrets.mjs";

const portDefaults = {
  PORT: { port: 3000, purpose: "the app" },
  SHOPIFY_SIMULATOR_PORT: { port: 4010, purpose: "the Shopify simulator" },
  TUNNEL_PORT: { port: 4011, purpose: "the tunnel in front of the app" },
  EXIGO_SIMULATOR_PORT: { port: 4020, purpose: "the Exigo simulator" },
};

/**
 * The ports of the demo with what each is for.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {{variable: string, port: number, purpose: string}[]}
 */
export function demoPorts(env) {
  return Object.entries(portDefaults).map(([variable, { port, purpose }]) => {
    const given = env[variable];
    if (given !== undefined && !isPort(given))
      throw new ClearFailure(`${variable} is "${given}", which is no port number.`);
    return { variable, port: Number(given ?? port), purpose };
  });
}

function isPort(text) {
  return /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536;
}

/**
 * The environment of every process of the demo. What is set outside wins; secrets are made once and kept.
 *
 * @param {{env: Record<string, string | undefined>, home: string, appUrl: string, redisUrl: string}} parts appUrl: the database's address
 * @returns {Record<string, string>}
 */
export function demoEnvironment({ env, home, appUrl, redisUrl }) {
  const ports = Object.fromEntries(demoPorts(env).map(({ variable, port }) => [variable, String(port)]));
  const secrets = keepSecrets(path.join(home, "secrets.json"), {
    SHOPIFY_API_KEY: () => randomText(16),
    SHOPIFY_API_SECRET: () => `shpss_${randomText(16)}`,
    SECRET_KEYS: () => `k1:${randomBytes(32).toString("base64")}`,
  });
  const complete = {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    SHOPIFY_APP_URL: `http://127.0.0.1:${ports.TUNNEL_PORT}`,
    SHOPIFY_SIMULATOR_URL: `http://127.0.0.1:${ports.SHOPIFY_SIMULATOR_PORT}`,
    EXIGO_SIMULATOR_URL: `http://127.0.0.1:${ports.EXIGO_SIMULATOR_PORT}`,
    SHOPIFY_STATE_FILE: path.join(home, "shopify.json"),
    EXIGO_STATE_FILE: path.join(home, "exigo.json"),
    DEMO_HOME: home,
    ...secrets,
    ...env,
    ...ports,
    DATABASE_URL: appUrl,
    REDIS_URL: redisUrl,
  };
  // The running app has no business with the user that may change the schema.
  delete complete.MIGRATION_DATABASE_URL;
  return complete;
}
