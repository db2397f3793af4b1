// Run by bench/provider.ts: panva's oidc-provider with its in-memory adapter, in a process of its own.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import { clientId, clientSecret, resource, scope, tellParent } from "./provider-process.ts";

const server = createServer((request, response) => void callback(request, response));
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
    },
  ],
  scopes: [scope],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({ scope, accessTokenFormat: "jwt", accessTokenTTL: 600 }),
    },
  },
  ttl: { ClientCredentials: 600 },
});
const callback = provider.callback();
await tellParent({ token: `${issuer}/token`, introspection: `${issuer}/token/introspection`, resource });
