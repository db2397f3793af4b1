// Run by bench/provider.ts: the provider of this package, built, in a process of its own, with the store whose servers its arguments name.
import { once } from "node:events";
import { createServer } from "node:net";
import { importBuilt } from "./built.ts";
import { clientId, clientSecret, resource, scope, tellParent } from "./provider-process.ts";
import { openBenchStore } from "./provider-store.ts";

const { createProvider } = await importBuilt<typeof import("../src/provider/index.ts")>("src/provider/index.js");
const { serveProvider } =
  await importBuilt<typeof import("../src/provider/node/index.ts")>("src/provider/node/index.js");

const port = await findFreePort();
const issuer = `http://127.0.0.1:${port}`;
const provider = createProvider({
  issuer,
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      grant_types: ["client_credentials"],
      scope,
    },
  ],
  tokens: { resources: { [resource]: { format: "jwt", algorithm: "RS256" } } },
  ...(await openBenchStore(process.argv.slice(2))),
});
await serveProvider(provider, { port, hostname: "127.0.0.1" });
await tellParent({ token: `${issuer}/token`, introspection: `${issuer}/introspect`, resource });

async function findFreePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  return address.port;
}
