// Run by bench/provider.ts: the provider of this package, built, in a process of its own, with the store whose servers its arguments name.
import { importBuilt } from "./built.ts";
import { clientId, clientSecret, resource, scope, tellParent } from "./provider-process.ts";
import { openBenchStore } from "./provider-store.ts";

const { createProvider } = await importBuilt<typeof import("../src/provider/index.ts")>("src/provider/index.js");
const { serveProvider } =
  await importBuilt<typeof import("../src/provider/node/index.ts")>("src/provider/node/index.js");

const store = await openBenchStore(process.argv.slice(2));
const make = (issuer: string) =>
  createProvider({
    issuer,
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        grant_types: ["client_credentials"],
        scope,
      },
    ],
    tokens: { resources: { [resource]: { scopes: [scope], format: "jwt", algorithm: "RS256" } } },
    ...store,
  });
const { issuer } = await serveProvider(make, { port: 0 });
await tellParent({ token: `${issuer}/token`, introspection: `${issuer}/introspect`, resource });
