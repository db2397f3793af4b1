import { generateTestKey, signClaims, type TestKey } from "../jose/signed-tokens.ts";

export const nowMs = 1_800_000_000_000;
export const now: number = nowMs / 1000;
export const clock = (): number => nowMs;
export const issuer = "https://id.example.com";
export const otherIssuer = "https://other.example.com";
export const audience = "https://api.example.com";
export const url = "https://api.example.com/orders";

/** A key pair with a `kid`. */
export function createKey(alg = "ES256", kid = "one"): Promise<TestKey> {
  return generateTestKey(alg, { kid });
}

/** Makes an access token of RFC 9068, or one whose claims or header differ; `undefined` leaves a member out. */
export async function makeToken(
  key: TestKey,
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const good = {
    iss: issuer,
    sub: "user",
    aud: audience,
    client_id: "app",
    iat: now - 10,
    exp: now + 600,
    jti: "token-1",
    scope: "orders.read orders.write",
  };
  return signClaims({ ...good, ...claims }, key, { typ: "at+jwt", kid: key.publicJwk.kid, ...header });
}

/** A set of the public part of a key. */
export function setOf(...keys: readonly TestKey[]): { readonly keys: readonly TestKey["publicJwk"][] } {
  return { keys: keys.map(({ publicJwk }) => publicJwk) };
}
