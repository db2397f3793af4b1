import { createClient } from "ts-identity-model";
import type { CacheOptions } from "ts-identity-model/metadata";
import { createRelyingParty } from "ts-identity-model/relying-party";
import type { Surroundings } from "./program.ts";

/** A web application whose users sign in at the provider; its sessions are in cookies. */
export function createSite(
  { issuer, origin, slowIssuer }: Surroundings,
  waitUntil?: WaitUntil,
): (request: Request) => Promise<Response> {
  const versions = createVersions(slowIssuer, waitUntil);
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
    if (pathname.startsWith("/versions/")) return Response.json(await versions(pathname.slice(10)));
    const session = await login.protect(request);
    if (session instanceof Response) return session;
    const response = Response.json({ user: session.subject });
    for (const cookie of session.setCookies) response.headers.append("set-cookie", cookie);
    return response;
  };
}

/** Keeps what a request has left to do from being dropped with it. */
export type WaitUntil = (work: Promise<unknown>) => void;

/** Tells which version of metadata a client has that requests share: they are old soon, and slow to come. */
function createVersions(issuer: string, waitUntil: WaitUntil | undefined): (name: string) => Promise<unknown> {
  const caches: Readonly<Record<string, CacheOptions>> = {
    shared: {},
    overdue: { freshMs: 100, minFreshMs: 0, staleWhileRevalidateMs: 1500 },
    background: { freshMs: 100, minFreshMs: 0, waitUntil },
  };
  const clients = new Map(
    Object.entries(caches).map(([name, cache]) => [
      name,
      createClient({ issuer: `${issuer}/${name}`, client: { client_id: "app" }, cache }),
    ]),
  );
  return async (name) => (await clients.get(name)?.metadata())?.op_policy_uri;
}
