import { createClient } from "../../src/index.ts";
import { createResourceServer, createTokenIntrospection } from "../../src/resource-server/index.ts";
import { createClientCredentialsTokens } from "../../src/tokens/index.ts";
import { type Attack, createJwtAttacks, createOpaqueAttacks } from "./attacks.ts";
import type { Counter } from "./figures.ts";
import { apiId, apiSecret, clientId, clientSecret, resources } from "./load-facts.ts";

/** What calls are made of. */
export interface TrafficParts {
  readonly issuer: string;
  /** Everything that is sent to the provider goes through it. */
  readonly fetch: typeof fetch;
  readonly counter: Counter;
  /** The fault whose effects are felt at the moment. */
  readonly fault: () => string;
}

/** Calls of good clients and of bad ones. None rejects. */
export interface Traffic {
  readonly visit: (number: number) => Promise<void>;
  readonly attack: (number: number) => Promise<void>;
}

/** A resource under load: how a token for it is got and judged. */
interface Target {
  readonly getToken: () => Promise<string>;
  readonly authenticate: (token: string) => Promise<unknown>;
  readonly attacks: readonly (readonly [string, Attack])[];
}

/** Creates the calls: in turn to a resource that verifies JWTs, and to one that looks opaque tokens up. */
export async function createTraffic(parts: TrafficParts): Promise<Traffic> {
  const { counter, fault } = parts;
  const getElsewhere = tokensFor(parts, resources.other);
  const targets = [
    createTarget(parts, { resource: resources.jwt, attacks: await createJwtAttacks() }),
    createTarget(parts, { resource: resources.opaque, attacks: createOpaqueAttacks(getElsewhere) }),
  ];
  const targetOf = (number: number): Target => {
    const target = targets[number % targets.length];
    if (target === undefined) throw new Error("There is no target.");
    return target;
  };
  return {
    async visit(number) {
      const { getToken, authenticate } = targetOf(number);
      const begun = performance.now();
      const during = fault();
      try {
        await authenticate(await getToken());
        counter.accepted(performance.now() - begun, during);
      } catch (error) {
        counter.refusedGood(during, error);
      }
    },
    async attack(number) {
      const { getToken, authenticate, attacks } = targetOf(number);
      const [name, forge] = attacks[Math.floor(number / targets.length) % attacks.length] ?? [];
      if (name === undefined || forge === undefined) throw new Error("There is no attack.");
      // Without a token there is nothing to forge from; the visits beside it count that.
      const token = await getToken()
        .then(forge)
        .catch(() => undefined);
      if (token === undefined) return;
      await authenticate(token).then(
        () => counter.acceptedBad(name),
        () => counter.refusedBad(),
      );
    },
  };
}

function createTarget(
  parts: TrafficParts,
  { resource, attacks }: { readonly resource: string; readonly attacks: Readonly<Record<string, Attack>> },
): Target {
  const { issuer, fetch } = parts;
  // Keys are asked for often, so that rotation and faults meet.
  const cache = { minFreshMs: 500, maxFreshMs: 2000, failureCooldownMs: 200 };
  const introspection =
    resource === resources.jwt
      ? undefined
      : createTokenIntrospection({ client: { client_id: apiId, client_secret: apiSecret } });
  const server = createResourceServer({ issuer, audience: resource, fetch, cache, introspection });
  return {
    getToken: tokensFor(parts, resource),
    authenticate: (token) =>
      server.authenticate(new Request(resource, { headers: { authorization: `Bearer ${token}` } }), { scope: "read" }),
    attacks: Object.entries(attacks),
  };
}

function tokensFor({ issuer, fetch }: TrafficParts, resource: string): () => Promise<string> {
  const client = createClient({ issuer, client: { client_id: clientId, client_secret: clientSecret }, fetch });
  const tokens = createClientCredentialsTokens(client, { scope: "read", resource });
  return async () => (await tokens.getToken()).response.access_token;
}
