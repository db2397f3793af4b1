// `npx tsx examples/apps/main.ts express`: the application of a framework on http://127.0.0.1:8080/profile, with a provider of its own. Sign in as ada, "correct horse battery".
import { createServer, type RequestListener } from "node:http";
import { createProvider } from "ts-identity-model/provider";
import { serveProvider } from "ts-identity-model/provider/node";
import { createIdentity } from "./identity.ts";

const baseUrl = "http://127.0.0.1:8080";
const { issuer } = await serveProvider(
  (url) =>
    createProvider({
      issuer: url,
      clients: [{ client_id: "web", client_secret: "web-secret", redirect_uris: [`${baseUrl}/auth/callback`] }],
      accounts: [{ id: "ada", username: "ada", password: "correct horse battery" }],
    }),
  { port: 3000 },
);
const identity = createIdentity(issuer, baseUrl);

const frameworks: Readonly<Record<string, () => Promise<RequestListener>>> = {
  node: async () => (await import("./node/app.ts")).createApp(identity),
  express: async () => (await import("./express/app.ts")).createApp(identity),
  koa: async () => (await import("./koa/app.ts")).createApp(identity).callback(),
  async fastify() {
    const app = (await import("./fastify/app.ts")).createApp(identity);
    await app.ready();
    return (incoming, outgoing) => app.routing(incoming, outgoing);
  },
  async hono() {
    const { getRequestListener } = await import("@hono/node-server");
    const listener = getRequestListener((await import("./hono/app.ts")).createApp(identity).fetch);
    return (incoming, outgoing) => void listener(incoming, outgoing);
  },
};

const name = process.argv[2] ?? "express";
const listener = await frameworks[name]?.();
if (listener === undefined) throw new Error(`Choose one of ${Object.keys(frameworks).join(", ")}.`);
createServer(listener).listen(8080, "127.0.0.1", () => console.log(`${name}: ${baseUrl}/profile`));
