import { createServer } from "node:net";

import { ClearFailure } from "./clear-failure.mjs";

/**
 * A TCP port that nothing listens on at this moment.
 *
 * @returns {Promise<number>}
 */
export async function findFreePort() {
  const server = await listen(0);
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Refuses to go on when one of the ports is taken, before anything has been started.
 *
 * @param {{port: number, purpose: string, variable: string}[]} wanted variable: the one that changes the port
 */
export async function requireFreePorts(wanted) {
  for (const { port, purpose, variable } of wanted) {
    const sameNumber = wanted.find((other) => other.port === port && other.variable !== variable);
    if (sameNumber) {
      throw new ClearFailure(
        `${variable} and ${sameNumber.variable} are both ${port}: give each a port of its own.`,
      );
    }
    try {
      const server = await listen(port);
      await new Promise((resolve) => server.close(resolve));
    } catch (error) {
      throw new ClearFailure(portSentence(error.code, { port, purpose, variable }));
    }
  }
}

function portSentence(code, { port, purpose, variable }) {
  if (code === "EADDRINUSE") {
    return `Port ${port} (${purpose}) is already taken: stop the program that uses it, or choose another port with ${variable}=<port>.`;
  }
  return `Port ${port} (${purpose}) cannot be opened (${code}): choose another port with ${variable}=<port>.`;
}

function listen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve(server));
  });
}
