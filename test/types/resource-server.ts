// Compiled, never run: what the types of the resource server allow, and what they refuse.
import { z } from "zod";
import {
  createAccessTokenVerifier,
  createResourceServer,
  type Principal,
  type ResourceServer,
} from "../../src/resource-server/index.ts";

const one = { issuer: "https://id.example.com", audience: "https://api.example.com" };

/** The claims of RFC 9068 are there; without a validator there is no output. */
export async function strict(token: string): Promise<readonly [string, undefined]> {
  const { claims, custom } = await createAccessTokenVerifier(one).verify(token);
  return [claims.client_id, custom];
}

/** Of a legacy token less is known. */
export async function legacy(token: string): Promise<string> {
  const { claims } = await createAccessTokenVerifier({ ...one, profile: "legacy" }).verify(token);
  // @ts-expect-error: it may have no sub
  const subject: string = claims.sub;
  return subject;
}

/** One legacy issuer among others is enough for that. */
export async function mixed(token: string): Promise<string> {
  const issuers = [{ ...one }, { ...one, issuer: "https://other.example.com", profile: "legacy" as const }];
  const { claims } = await createAccessTokenVerifier({ issuers }).verify(token);
  // @ts-expect-error: it may have no client_id
  const client: string = claims.client_id;
  return client;
}

/** The output of a validator has its type. */
export async function withClaims(token: string): Promise<number> {
  const verifier = createAccessTokenVerifier({ ...one, claims: z.object({ level: z.string().transform(Number) }) });
  const { custom } = await verifier.verify(token);
  return custom.level;
}

// @ts-expect-error: a resource has a name
createAccessTokenVerifier({ issuer: "https://id.example.com" });

/** A principal has what its validator made of the claims, and claims whatever their form. */
export async function asPrincipal(
  request: Request,
): Promise<readonly [number, string | undefined, string | undefined]> {
  const server = createResourceServer({ ...one, claims: z.object({ level: z.string().transform(Number) }) });
  const { custom, subject, claims } = await server.authenticate(request);
  return [custom.level, subject, claims.acr];
}

/** Guards of routes, and answers, take principals of any server. */
export async function withoutClaims(server: ResourceServer, request: Request): Promise<Principal> {
  const principal = await server.demanding({ scope: "orders.read" }).authenticate(request, { anyScope: ["a", "b"] });
  createResourceServer({ issuers: [{ issuer: one.issuer }], audience: one.audience }).headersFor(principal);
  return principal;
}

// @ts-expect-error: nothing of a principal can be changed
export const changed = (principal: Principal): string => (principal.issuer = "");

// @ts-expect-error: another form of tokens
createResourceServer({ ...one, tokens: "reference" });
