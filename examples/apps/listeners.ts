import type { RequestListener } from "node:http";
import type { Identity } from "./identity.ts";

/** The applications here that need no building, as what Node's server calls; by the name of their framework. */
export const listeners: Readonly<Record<string, (identity: Identity) => Promise<RequestListener>>> = {
  node: async (identity) => (await import("./node/app.ts")).createApp(identity),
  express: async (identity) => (await import("./express/app.ts")).createApp(identity),
  koa: async (identity) => (await import("./koa/app.ts")).createApp(identity).callback(),
  async fastify(identity) {
    const app = (await import("./fastify/app.ts")).createApp(identity);
    await app.ready();
    return (incoming, outgoing) => app.routing(incoming, outgoing);
  },
  async hono(identity) {
    const { getRequestListener } = await import("@hono/node-server");
    const listener = getRequestListener((await import("./hono/app.ts")).createApp(identity).fetch);
    return (incoming, outgoing) => void listener(incoming, outgoing);
  },
};
