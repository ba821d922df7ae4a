import { createServer, request } from "node:http";
import type {
  IncomingHttpHeaders,
  IncomingMessage,
  OutgoingHttpHeaders,
  Server,
  ServerResponse,
} from "node:http";
import { sendHtml } from "../http/exchange.ts";

const appBridgeUrl = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

type Options = {
  /** The app's own address. */
  appOrigin: string;
  /** Where the stand-in of Shopify Admin is served; it may embed the app. */
  simulatorUrl: () => string;
};

/** Response headers with the simulator allowed as a frame and without the preload of the real App Bridge. */
export function rewriteHeaders(headers: IncomingHttpHeaders, simulatorUrl: string): OutgoingHttpHeaders {
  const result: OutgoingHttpHeaders = { ...headers };
  const policy = headers["content-security-policy"];
  if (typeof policy === "string")
    result["content-security-policy"] = policy.replace(
      /frame-ancestors\s+(?!'none')/g,
      `frame-ancestors ${simulatorUrl} `,
    );
  const links = (Array.isArray(headers.link) ? headers.link.join(",") : (headers.link ?? ""))
    .split(/,(?=\s*<)/)
    .filter((link) => link.trim() !== "" && !link.includes(appBridgeUrl));
  delete result.link;
  if (links.length > 0) result.link = links.join(",");
  return result;
}

/** Whether a body may hold the address of App Bridge and so has to be read whole. */
function isPage(headers: IncomingHttpHeaders): boolean {
  return (headers["content-type"] ?? "").startsWith("text/html") && !headers["content-encoding"];
}

function downPage(appOrigin: string): string {
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>App not reachable</title>
<body style="font:16px/1.5 system-ui;margin:4rem auto;max-width:34rem;padding:0 1rem"><h1>The app does not answer</h1>
<p>The tunnel is running, but nothing listens at <code>${appOrigin}</code>. Start the web process and reload.</p></body>`;
}

function passPage(answer: IncomingMessage, res: ServerResponse, simulatorUrl: string): void {
  const chunks: Buffer[] = [];
  answer.on("data", (chunk: Buffer) => chunks.push(chunk));
  answer.on("error", () => res.destroy());
  answer.on("end", () => {
    const page = Buffer.concat(chunks)
      .toString("utf8")
      .replaceAll(appBridgeUrl, `${simulatorUrl}/app-bridge.js`);
    const headers = rewriteHeaders(answer.headers, simulatorUrl);
    delete headers["transfer-encoding"];
    headers["content-length"] = Buffer.byteLength(page);
    res.writeHead(answer.statusCode ?? 200, headers);
    res.end(page);
  });
}

/** A server in front of the app, as `shopify app dev` opens one: streams both ways and changes only what is listed. */
export function createTunnel({ appOrigin, simulatorUrl }: Options): Server {
  const target = new URL(appOrigin);
  return createServer((req, res) => {
    const onward = request(
      {
        hostname: target.hostname,
        port: target.port,
        method: req.method,
        path: req.url,
        // An uncompressed page is needed to find the script's address in it.
        headers: {
          ...req.headers,
          "accept-encoding": "identity",
          "x-forwarded-host": req.headers.host ?? "",
        },
      },
      (answer) => {
        if (isPage(answer.headers)) return passPage(answer, res, simulatorUrl());
        res.writeHead(answer.statusCode ?? 502, rewriteHeaders(answer.headers, simulatorUrl()));
        answer.pipe(res);
        answer.on("error", () => res.destroy());
      },
    );
    onward.on("error", () => {
      if (res.headersSent) res.destroy();
      else sendHtml(res, 502, downPage(appOrigin));
    });
    res.on("close", () => onward.destroy());
    req.pipe(onward);
  });
}
