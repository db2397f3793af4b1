import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { SignJWT } from "jose/jwt/sign";
import { importJWK } from "jose/key/import";
import { isRecord } from "../../src/schema/is-record.ts";
import type { ClientKeys } from "../providers/client-keys.ts";
import type { RegisteredClient } from "../providers/registered-clients.ts";

/** A JSON object that nobody checked. */
export type BareMessage = Readonly<Record<string, unknown>>;

/** The provider's metadata, as they are. */
export async function fetchMetadata(issuer: string, fetchIt: typeof fetch = fetch): Promise<BareMessage> {
  return expectMessage(await fetchIt(`${issuer}/.well-known/openid-configuration`));
}

/** The provider's keys, as they are. */
export async function fetchPublishedKeys(issuer: string): Promise<readonly unknown[]> {
  const { jwks_uri } = await fetchMetadata(issuer);
  const { keys } = await expectMessage(await fetch(String(jwks_uri)));
  return Array.isArray(keys) ? keys : [];
}

/** The JSON object of an answer that is a success. */
export async function expectMessage(response: Response): Promise<BareMessage> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`);
  const message: unknown = JSON.parse(text);
  if (!isRecord(message)) throw new Error(`${response.url} sent JSON that is no object: ${text}`);
  return message;
}

/** What goes with a posted form. */
export interface BareCall {
  readonly client: RegisteredClient;
  /** Signs the assertion of a client that authenticates with `private_key_jwt`. */
  readonly keys: ClientKeys;
  /** Whom an assertion is for. */
  readonly issuer: string;
  readonly fetchIt?: typeof fetch;
  readonly accept?: string;
}

/** Posts a form as this client, authenticated as it is registered. */
export async function postForm(
  url: unknown,
  parameters: Readonly<Record<string, string>>,
  { client, keys, issuer, fetchIt = fetch, accept = "application/json" }: BareCall,
): Promise<Response> {
  const body = new URLSearchParams(parameters);
  const headers = new Headers({ accept });
  if (client.token_endpoint_auth_method === "private_key_jwt") {
    body.set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    body.set("client_assertion", await signJwt(keys, { iss: client.client_id, sub: client.client_id, aud: issuer }));
  }
  if (client.client_secret === undefined) body.set("client_id", client.client_id);
  else headers.set("authorization", basic(client.client_id, client.client_secret));
  return fetchIt(String(url), { method: "POST", headers, body });
}

/** Signs claims with the clients' signing key; they last a minute. */
export async function signJwt(
  { signing }: ClientKeys,
  claims: Readonly<Record<string, unknown>>,
  type = "JWT",
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ jti: randomUUID(), iat: now, nbf: now, exp: now + 60, ...claims })
    .setProtectedHeader({ alg: signing.alg, kid: signing.kid, typ: type })
    .sign(await importJWK(signing, signing.alg));
}

/** RFC 6749 §2.3.1: both parts form-encoded. */
function basic(id: string, secret: string): string {
  const [user, password] = [id, secret].map((text) => new URLSearchParams({ "": text }).toString().slice(1));
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
