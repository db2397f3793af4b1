import { Buffer } from "node:buffer";
import { IncomingMessage, type RequestListener, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Provider } from "../create-provider.ts";
import { readLightResponse, toPlatformResponse } from "../http/light-response.ts";
import { respondJson } from "../http/respond.ts";
import { createConnectionReader } from "./read-connection.ts";
import type { SetServeOptions } from "./serve-options.ts";

/** What requests are answered with. */
export interface ListenerParts {
  readonly provider: Provider;
  readonly set: SetServeOptions;
  /** Whether the server is about to close. */
  readonly isStopping: () => boolean;
}

/** Makes what answers the requests of a server: the paths for health checks itself, all others by the provider. */
export function createListener({ provider, set, isStopping }: ListenerParts): RequestListener {
  const { healthPath, readyPath } = set;
  const connectionOf = createConnectionReader(set);

  async function respondReady(): Promise<Response> {
    const isReady = !isStopping() && (await provider.checkReadiness()).isReady;
    return isReady ? respondJson({ status: "ready" }) : respondJson({ status: "unavailable" }, { status: 503 });
  }

  async function respond(request: Request, incoming: IncomingMessage): Promise<Response> {
    const path = pathOf(incoming.url);
    if (path !== healthPath && path !== readyPath) return provider.handle(request, connectionOf(incoming));
    if (request.method !== "GET" && request.method !== "HEAD") return onlyGet();
    return path === healthPath ? respondJson({ status: "up" }) : respondReady();
  }

  const listener = getRequestListener(
    async (request, { incoming, outgoing }) => {
      // The server speaks nothing but HTTP/1.1.
      if (!(incoming instanceof IncomingMessage && outgoing instanceof ServerResponse)) throw new TypeError("HTTP/2");
      return send(await respond(request, incoming), outgoing);
    },
    // The classes of other code in this process stay what they are.
    { hostname: set.hostname, overrideGlobalObjects: false },
  );
  return (incoming, outgoing) => void listener(incoming, outgoing);
}

/** Writes a light response as it is; any other is left to the package. */
function send(response: Response, outgoing: ServerResponse): Response {
  const light = readLightResponse(response);
  if (light === undefined) return toPlatformResponse(response);
  const { status, headers, text } = light;
  // Node writes a list as it is, without a table of the names; it sends no body to a request of HEAD.
  const fields = ["Content-Length", String(Buffer.byteLength(text))];
  for (const name in headers) fields.push(name, headers[name] ?? "");
  outgoing.writeHead(status, fields).end(text);
  return RESPONSE_ALREADY_SENT;
}

function pathOf(target = ""): string {
  const end = target.indexOf("?");
  return end === -1 ? target : target.slice(0, end);
}

function onlyGet(): Response {
  return new Response(null, { status: 405, headers: { Allow: "GET, HEAD" } });
}
