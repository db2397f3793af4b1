import type { IdToken } from "../../generated/messages/id-token.ts";
import type { ClaimsForScope } from "../../src/client/authorization-methods.ts";
import type { Client } from "../../src/client/client.ts";
import { createClient } from "../../src/client/create-client.ts";
import { type CustomClaims, checkCustomClaims } from "../../src/schema/custom-claims.ts";
import type { TokenSet } from "../../src/tokens/token-set.ts";

/** Fails to compile unless the two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Each is compiled, none is run. */
export const claimsByScope: readonly true[] = [
  true satisfies Same<ClaimsForScope<"openid">, IdToken>,
  true satisfies Same<ClaimsForScope<"openid profile">, IdToken>,
  true satisfies Same<ClaimsForScope<"profile openid">, IdToken>,
  true satisfies Same<ClaimsForScope<"profile openid email">, IdToken>,
  true satisfies Same<ClaimsForScope<"profile">, undefined>,
  true satisfies Same<ClaimsForScope<"">, undefined>,
  true satisfies Same<ClaimsForScope<"openid2 my-openid">, undefined>,
  true satisfies Same<ClaimsForScope<string>, IdToken | undefined>,
  true satisfies Same<ClaimsForScope<"openid" | "profile">, IdToken | undefined>,
  true satisfies Same<ClaimsForScope<`openid ${string}`>, IdToken>,
];

export async function literalScope(client: Client): Promise<string> {
  const { transaction } = await client.startAuthorization({ scope: "openid profile" });
  const tokens = await client.finishAuthorization("", transaction);
  return tokens.claims.sub;
}

export async function noScope(client: Client): Promise<string> {
  const { transaction } = await client.startAuthorization();
  const tokens = await client.finishAuthorization("", transaction);
  return (await client.refresh(tokens)).claims.sub;
}

export async function plainScope(client: Client): Promise<undefined> {
  const { transaction } = await client.startAuthorization({ scope: "profile" });
  const tokens = await client.finishAuthorization("", transaction);
  // @ts-expect-error without openid there are no claims
  tokens.claims.sub;
  return tokens.claims;
}

export async function anyScope(client: Client, scope: string): Promise<string | undefined> {
  const { transaction } = await client.startAuthorization({ scope });
  const tokens = await client.finishAuthorization("", transaction);
  // @ts-expect-error there may be no claims
  tokens.claims.sub;
  return tokens.claims?.sub;
}

/** What judges the claims of a userinfo response gives them their type. */
export async function userinfoClaims(
  client: Client,
  tokens: TokenSet,
  level: CustomClaims<{ n: number }>,
): Promise<number> {
  const custom = await checkCustomClaims(await client.userInfo(tokens), level, { name: "userinfo response" });
  // @ts-expect-error the schema names no such claim
  custom.m;
  return custom.n;
}

export async function misuse(client: Client, tokens: TokenSet): Promise<void> {
  // @ts-expect-error the client makes the state
  await client.startAuthorization({ state: "mine" });
  // @ts-expect-error the client makes the nonce
  await client.startAuthorization({ nonce: "mine" });
  // @ts-expect-error no such response mode
  await client.startAuthorization({ response_mode: "cookie" });
  // @ts-expect-error no such response type
  await client.startAuthorization({ response_type: "code code" });
  // @ts-expect-error a typo
  await client.startAuthorization({ promt: "login" });
  // @ts-expect-error the refresh token is the token set's
  await client.refresh(tokens, { refresh_token: "mine" });
  // @ts-expect-error a client credentials token has no claims
  (await client.clientCredentials()).claims.sub;
  // @ts-expect-error the wire object is read-only
  tokens.response.access_token = "mine";
  // @ts-expect-error unknown tolerances, and the like, do not compile either
  await client.userInfo(tokens, { expectedSub: "user-1" });
}

interface Employee {
  readonly department: string;
}

export async function customClaims(idTokenClaims: CustomClaims<Employee>): Promise<readonly true[]> {
  const client = createClient({ issuer: "https://id.example.com", client: { client_id: "web" }, idTokenClaims });
  const { transaction } = await client.startAuthorization();
  const tokens = await client.finishAuthorization("", transaction);
  const refreshed = await client.refresh(tokens);
  const without = await client.finishAuthorization("", { ...transaction, scope: "profile" });
  const plain = createClient({ issuer: "https://id.example.com", client: { client_id: "web" } });
  const plainTokens = await plain.finishAuthorization("", transaction);
  // @ts-expect-error nobody has judged any claims
  plainTokens.custom;
  return [
    true satisfies Same<typeof tokens.custom, Employee>,
    true satisfies Same<typeof tokens.claims, IdToken>,
    true satisfies Same<typeof refreshed.custom, Employee>,
    true satisfies Same<typeof without.custom, undefined>,
    true satisfies Same<typeof plainTokens, TokenSet<IdToken>>,
    true satisfies Same<typeof plain, Client>,
  ];
}
