import { connect } from "node:net";

import { ClearFailure } from "./clear-failure.mjs";

const answerDeadlineMs = 5_000;

/**
 * Proves that a Redis or Valkey answers and takes the password, in its plain protocol, because the client library's
 * own retries would hide the cause.
 *
 * @param {string} url redis://[user][:password]@host:port[/number]
 */
export async function pingRedis(url) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !["redis:", "rediss:"].includes(parsed.protocol)) {
    throw new ClearFailure("REDIS_URL is not an address of Redis: it reads redis://:password@host:port.");
  }
  // A TLS address is proved by the client library at the start of the processes.
  if (parsed.protocol === "rediss:") return;
  const answer = await ask(parsed).catch((error) => {
    throw new ClearFailure(
      `Redis at ${parsed.host} cannot be reached (${error.code ?? error.message}): start it, or correct REDIS_URL.`,
      { cause: error },
    );
  });
  if (/^-(WRONGPASS|NOAUTH|ERR AUTH|ERR Client sent AUTH)/m.test(answer)) {
    throw new ClearFailure(`Redis at ${parsed.host} refuses the password: correct REDIS_URL.`);
  }
  if (!answer.includes("+PONG")) {
    throw new ClearFailure(`Redis at ${parsed.host} does not answer as Redis does: correct REDIS_URL.`);
  }
}

function ask({ hostname, port, username, password }) {
  const commands = [];
  if (password)
    commands.push(encodeCommand(["AUTH", ...[username, password].filter(Boolean).map(decodeURIComponent)]));
  commands.push(encodeCommand(["PING"]));
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 6379) });
    let answer = "";
    socket.setTimeout(answerDeadlineMs, () => socket.destroy(new Error("no answer")));
    socket.once("connect", () => socket.write(commands.join("")));
    socket.setEncoding("utf8").on("data", (chunk) => {
      answer += chunk;
      if (answer.split("\r\n").length > commands.length) socket.end();
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(answer));
  });
}

function encodeCommand(words) {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`;
}
