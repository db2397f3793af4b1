import { createRelyingParty } from "ts-identity-model/relying-party";

export const rp = createRelyingParty({
  client: {
    issuer: "https://id.example.com",
    client: { client_id: "web", client_secret: "secret" },
  },
  secrets: "a random text of 32 characters or more",
  baseUrl: "https://app.example.com",
  authorization: { scope: "openid profile offline_access" },
});

/** The whole application: `export default { fetch: app }` on Workers, Deno and Bun. */
export async function app(request: Request): Promise<Response> {
  if (rp.handles(request)) return rp.handler(request);
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/api/")) {
    return rp.proxy(request, { target: "https://api.example.com/v1", paths: ["/orders"] });
  }
  const session = await rp.protect(request);
  if (session instanceof Response) return session;
  const response = new Response(`Welcome, ${session.subject}`);
  for (const cookie of session.setCookies) response.headers.append("set-cookie", cookie);
  return response;
}
