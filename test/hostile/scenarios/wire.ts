import { createClient } from "../../../src/client/create-client.ts";
import { startLoopbackServer } from "../../providers/loopback-server.ts";
import type { Scenario } from "../scene.ts";

/** A token for the client itself over a real connection. Nothing is read far beyond the cap, whatever is sent. */
export const wire: Scenario = async ({ provider, setting, events }) => {
  const server = await startLoopbackServer();
  const sent: (() => number)[] = [];
  const paths: string[] = [];
  server.handle((request, response) => {
    const { socket } = request;
    sent.push(() => socket.bytesWritten);
    paths.push(`${request.method} ${request.url}`);
    provider.mutations.wire?.(response, honest);
    if (provider.mutations.wire === undefined)
      response.writeHead(200, { "content-type": "application/json" }).end(honest);
  });
  try {
    const client = createClient({
      issuer: server.origin,
      metadata: { issuer: server.origin, token_endpoint: `${server.origin}/token`, response_types_supported: ["code"] },
      client: { client_id: "client-1", client_secret: "client-secret-1" },
      onEvent: (event) => events.push(event),
      timeoutMs: 10_000,
      maxResponseBytes: 10_000,
      ...setting.options,
    });
    return await client.clientCredentials();
  } finally {
    const bytes = sent.reduce((sum, count) => sum + count(), 0);
    if (bytes > maxBytesOnWire) provider.strangers.push(`${bytes} bytes were taken from the wire`);
    provider.strangers.push(...paths.slice(1), ...paths.filter((path) => path !== "POST /token"));
    await server.close();
  }
};

const honest = JSON.stringify({ access_token: "access-secret-1", token_type: "Bearer", expires_in: 3600 });
/** The cap, and what buffers of two sockets and a stream hold. */
const maxBytesOnWire = 16_000_000;
