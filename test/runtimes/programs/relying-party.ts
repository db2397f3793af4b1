import { createClient } from "ts-identity-model";
import { createRelyingParty } from "ts-identity-model/relying-party";
import type { Surroundings } from "./program.ts";

/** A web application whose users sign in at the provider; its sessions are in cookies. */
export function createSite({ issuer, origin, slowIssuer }: Surroundings): (request: Request) => Promise<Response> {
  const shared = createClient({ issuer: slowIssuer, client: { client_id: "app" } });
  const login = createRelyingParty({
    client: { issuer, client: { client_id: "web", client_secret: "web-secret" } },
    secrets: "thirty-two characters, kept secret",
    baseUrl: origin,
    afterLogout: "/goodbye",
  });
  return async (request) => {
    if (login.handles(request)) return login.handler(request);
    const { pathname } = new URL(request.url);
    if (pathname === "/goodbye") return new Response("Goodbye.");
    if (pathname === "/shared") return Response.json((await shared.metadata()).issuer);
    const session = await login.protect(request);
    if (session instanceof Response) return session;
    const response = Response.json({ user: session.subject });
    for (const cookie of session.setCookies) response.headers.append("set-cookie", cookie);
    return response;
  };
}
