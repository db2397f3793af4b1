// Run by test/load/main.ts: a provider in a process of its own, which is killed and started again. Its keys and tokens are in PostgreSQL.
import { createProvider } from "../../src/provider/index.ts";
import { serveProvider } from "../../src/provider/node/index.ts";
import { createPostgresStore } from "../../src/provider/stores/sql/index.ts";
import { apiId, apiSecret, clientId, clientSecret, resources, tokenSeconds } from "./load-facts.ts";

const [port = "", connectionString = ""] = process.argv.slice(2);
const provider = createProvider({
  issuer: `http://127.0.0.1:${port}`,
  clients: [
    { client_id: clientId, client_secret: clientSecret, grant_types: ["client_credentials"], scope: "read" },
    { client_id: apiId, client_secret: apiSecret, grant_types: ["client_credentials"] },
  ],
  scopes: ["openid", "read"],
  tokens: {
    resources: {
      [resources.jwt]: { format: "jwt", algorithm: "ES256" },
      [resources.opaque]: { introspectionClients: [apiId] },
      // Its tokens may be seen, so that it is the resource server that has to refuse them.
      [resources.other]: { introspectionClients: [apiId] },
    },
  },
  lifetimes: { accessTokenSeconds: tokenSeconds },
  keys: { algorithms: ["ES256"] },
  store: createPostgresStore({ connectionString }),
});
await serveProvider(provider, { port: Number(port), hostname: "127.0.0.1" });
process.on("message", async () => {
  const { current } = await rotate();
  process.send?.({ rotated: current });
});
process.on("disconnect", () => process.exit());
process.send?.("ready");

async function rotate(): Promise<{ readonly current: string }> {
  return { current: await provider.keys.rotate("ES256") };
}
