import type { AuthorizationCallback } from "../../../src/client/callback.ts";
import type { AuthorizationTransaction } from "../../../src/endpoints/authorization-transaction.ts";
import { accessToken, clientId, issuer, type Members, redirectUri } from "../../fixtures/fake-server.ts";
import type { Parameters } from "../trait.ts";
import type { HostileProvider } from "./hostile-provider.ts";
import { makeJwt } from "./jwt.ts";
import { hash, makeIdToken } from "./tokens.ts";

/** What the browser brings back: as the request asked for it, after the mutations. */
export async function makeCallback(
  provider: HostileProvider,
  transaction: AuthorizationTransaction,
): Promise<AuthorizationCallback> {
  const { mutations } = provider;
  const { responseType = "code", responseMode } = transaction;
  const isJwt = responseMode?.endsWith("jwt") === true;
  const answer = await makeAnswer(provider, transaction, responseType.split(" "));
  const open: Parameters = isJwt
    ? [["response", String(await makeResponseJwt(provider, answer))]]
    : Object.entries(answer).map(([name, value]) => [name, String(value)]);
  const sent = mutations.authorization?.(open) ?? open;
  const text = new URLSearchParams(sent.map(([name, value]) => [name, value])).toString();
  const inFragment = responseMode?.startsWith("fragment") ?? responseType !== "code";
  const url = `${redirectUri}${inFragment ? "#" : "?"}${text}`;
  return mutations.callback?.(url) ?? url;
}

async function makeAnswer(
  provider: HostileProvider,
  { nonce, state }: AuthorizationTransaction,
  types: readonly string[],
): Promise<Members> {
  const code = `code-secret-${provider.codes.size + 1}`;
  provider.codes.set(code, nonce);
  const hasCode = types.includes("code");
  const hasToken = types.includes("token");
  const claims = {
    nonce,
    s_hash: hash(state),
    ...(hasCode ? { c_hash: hash(code) } : {}),
    at_hash: hasToken ? hash(accessToken) : undefined,
  };
  return {
    ...(hasCode ? { code } : {}),
    ...(hasToken ? { access_token: accessToken, token_type: "Bearer" } : {}),
    ...(types.includes("id_token")
      ? { id_token: await makeIdToken(provider, claims, provider.mutations.frontIdToken) }
      : {}),
    state,
    iss: issuer,
  };
}

async function makeResponseJwt({ mutations, key, now }: HostileProvider, answer: Members): Promise<unknown> {
  const claims = { ...answer, aud: clientId, exp: Math.floor(now / 1000) + 60 };
  return makeJwt({ header: { alg: "RS256", kid: "main" }, claims }, key, mutations.responseJwt);
}
