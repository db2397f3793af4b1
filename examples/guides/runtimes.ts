import { createResourceServer } from "ts-identity-model/resource-server";

/** In Workers `import { waitUntil } from "cloudflare:workers"`; nothing elsewhere. */
export type WaitUntil = (work: Promise<unknown>) => void;

/** An API for every run-time: `Deno.serve(api)`, `Bun.serve({ fetch: api })`, `export default { fetch: api }` in Workers. */
export function createApi(waitUntil?: WaitUntil): (request: Request) => Promise<Response> {
  const server = createResourceServer({
    issuer: "https://id.example.com",
    audience: "https://api.example.com",
    algorithms: ["RS256", "ES256"],
    cache: { waitUntil },
  });
  return async (request) => {
    try {
      const { subject } = await server.authenticate(request, { scope: "orders.read" });
      return Response.json({ subject });
    } catch (error) {
      return server.respond(error);
    }
  };
}
