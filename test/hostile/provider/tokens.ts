import { createHash } from "node:crypto";
import {
  accessToken,
  clientId,
  type FakeRequest,
  issuer,
  type Members,
  startOfTime,
} from "../../fixtures/fake-server.ts";
import type { JwtMutation } from "../trait.ts";
import type { HostileProvider } from "./hostile-provider.ts";
import { makeJwt } from "./jwt.ts";
import { authReqId, authReqIdClaim, rtHashClaim } from "./messages.ts";

/** What the token endpoint says when it is honest: an ID token for every user, a new one for every refresh. */
export async function makeTokenResponse(provider: HostileProvider, { form, headers }: FakeRequest): Promise<Members> {
  const token_type = headers.has("dpop") ? "DPoP" : "Bearer";
  const tokens = { access_token: accessToken, token_type, expires_in: 3600 };
  const grant = form.get("grant_type");
  if (grant === "client_credentials") return tokens;
  const code = form.get("code");
  const nonce = code === null ? undefined : (provider.codes.get(code) ?? [...provider.codes.values()].at(-1));
  const about = grant === "urn:openid:params:grant-type:ciba" ? { [authReqIdClaim]: authReqId } : {};
  const claims = { ...about, ...(nonce === undefined ? {} : { nonce }) };
  const id_token = await makeIdToken(provider, claims, provider.mutations.idToken);
  return { ...tokens, refresh_token: refreshToken, id_token };
}

/** What a push brings beside its `auth_req_id`. */
export async function makePushedTokens(provider: HostileProvider): Promise<Members> {
  const claims = { [authReqIdClaim]: authReqId, [rtHashClaim]: hash(refreshToken) };
  const id_token = await makeIdToken(provider, claims, provider.mutations.idToken);
  return { access_token: accessToken, token_type: "Bearer", refresh_token: refreshToken, expires_in: 3600, id_token };
}

/** An ID token of the honest user, with more claims. */
export async function makeIdToken(
  { key, now }: HostileProvider,
  more: Members,
  mutation: JwtMutation | undefined,
): Promise<unknown> {
  const seconds = Math.floor(now / 1000);
  const claims = {
    iss: issuer,
    sub: "user-1",
    aud: clientId,
    iat: seconds,
    exp: seconds + 300,
    auth_time: Math.floor(startOfTime / 1000) - 10,
    acr: "urn:high",
    at_hash: hash(accessToken),
    ...more,
  };
  return makeJwt({ header: { alg: "RS256", kid: "main" }, claims }, key, mutation);
}

/** The left half of the SHA-256 of a token, as an RS256 ID token has it. */
export function hash(text: string): string {
  return createHash("sha256").update(text).digest().subarray(0, 16).toString("base64url");
}

const refreshToken = "refresh-secret-1";
