// Run by test/load/main.ts: a provider in a process of its own, which is killed and started again. Its keys and tokens are in PostgreSQL.
import { createProvider } from "../../src/provider/index.ts";
import { serveProvider } from "../../src/provider/node/index.ts";
import { createPostgresStore } from "../../src/provider/stores/sql/index.ts";
import { clientId, clientSecret, resource, tokenSeconds } from "./load-facts.ts";

const [port = "", connectionString = ""] = process.argv.slice(2);
const provider = createProvider({
  issuer: `http://127.0.0.1:${port}`,
  clients: [{ client_id: clientId, client_secret: clientSecret, grant_types: ["client_credentials"], scope: "read" }],
  tokens: { resources: { [resource]: { format: "jwt", algorithm: "ES256" } } },
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
