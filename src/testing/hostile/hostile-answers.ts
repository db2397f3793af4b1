import type { Jwk } from "../../../generated/messages/jwk.ts";
import { signJwt } from "../../jose/sign-jwt.ts";
import { isRecord } from "../../schema/is-record.ts";
import type { TestFetch } from "../test-fetch.ts";
import { createTestKeys, type TestKeys } from "../test-keys.ts";
import type { HostileSigner } from "./change-jwt.ts";
import type { HostileMutationName, HostilePlace, TellableMutation } from "./hostile-mutations.ts";
import { mutateAnswer, readMessage, requireAnswerMutation } from "./mutate.ts";
import type { Members } from "./recipe.ts";

/**
 * Wraps a `fetch` so that the server at its other end tells one lie, wherever there is a place for it, and is honest otherwise. The server may be any: for tokens that
 * have to be signed again the wrapper adds a key of its own to the JWK Set. Begin with a client that has not read the keys yet.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a name that is none, and for lies in access tokens, which are told to a resource server with `mutate`
 */
export function withHostileAnswers(fetch: TestFetch, name: HostileMutationName): TestFetch {
  const mutation = requireAnswerMutation(name);
  const signer = createOwnSigner();
  return async (input, init) => {
    const response = await fetch(input, init);
    const honest = (await placeOf(response)) === "jwks" ? await signer.publish(response) : response;
    return tellLie(honest, mutation, signer);
  };
}

/** Tells the lie where the answer is the place for it. */
export async function tellLie(
  response: Response,
  mutation: TellableMutation,
  signer: HostileSigner,
): Promise<Response> {
  const place = await placeOf(response);
  const wanted = mutation.place === "id_token" ? "token_response" : mutation.place;
  if (place !== wanted) return response;
  if (mutation.place === "id_token" && !(await hasIdToken(response))) return response;
  return mutateAnswer(response, mutation, signer);
}

async function hasIdToken(response: Response): Promise<boolean> {
  return (await readJsonMessage(response))?.id_token !== undefined;
}

/** What kind of answer it is, by what it says: metadata may be configured, so the paths are not known. */
async function placeOf(response: Response): Promise<HostilePlace | undefined> {
  const location = response.headers.get("location");
  if (location !== null) return isCallback(location) ? "callback" : undefined;
  const message = await readJsonMessage(response);
  if (message === undefined || !response.ok) return undefined;
  if (typeof message.issuer === "string") return "metadata";
  if (Array.isArray(message.keys)) return "jwks";
  if (typeof message.access_token === "string") return "token_response";
  return typeof message.sub === "string" && !Object.hasOwn(message, "active") ? "userinfo" : undefined;
}

function isCallback(location: string): boolean {
  const parameters = URL.canParse(location) ? new URL(location).searchParams : new URLSearchParams();
  return parameters.has("state") && (parameters.has("code") || parameters.has("error"));
}

/** What is broken already is no place for a lie. */
async function readJsonMessage(response: Response): Promise<Members | undefined> {
  return /\bjson\b/i.test(response.headers.get("content-type") ?? "") ? readMessage(response) : undefined;
}

/** A signer with keys of its own, and what makes them known. */
function createOwnSigner(): HostileSigner & { readonly publish: (response: Response) => Promise<Response> } {
  const keys = new Map<string, Promise<TestKeys>>();
  const keyFor = (alg: string): Promise<TestKeys> => {
    const key = keys.get(alg) ?? createTestKeys(alg);
    keys.set(alg, key);
    return key;
  };
  return {
    async sign(header, claims) {
      const { kid, privateJwk } = await keyFor(header.alg);
      return signJwt({ ...header, kid }, claims, privateJwk);
    },
    publicKey: async (alg) => (await keyFor(alg)).publicJwk,
    async publish(response) {
      const message = (await readJsonMessage(response)) ?? {};
      const honest: readonly unknown[] = Array.isArray(message.keys) ? message.keys : [];
      const algorithms = new Set(honest.flatMap(algorithmOf));
      const own: readonly Jwk[] = await Promise.all([...algorithms].map(async (alg) => (await keyFor(alg)).publicJwk));
      const body = JSON.stringify({ ...message, keys: [...honest, ...own] });
      const headers = new Headers(response.headers);
      headers.delete("content-length");
      return new Response(body, { status: response.status, headers });
    },
  };
}

function algorithmOf(key: unknown): readonly string[] {
  if (!isRecord(key) || key.use === "enc") return [];
  if (typeof key.alg === "string") return [key.alg];
  const usual = { RSA: "RS256", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512", Ed25519: "EdDSA" };
  return Object.entries(usual).flatMap(([name, alg]) => (name === key.kty || name === key.crv ? [alg] : []));
}
