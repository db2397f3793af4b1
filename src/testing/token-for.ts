import { jwtTypes } from "../constants/jwt-types.ts";
import { ConfigurationError } from "../errors/families.ts";
import type { ProviderContext } from "../provider/context.ts";
import { sha256 } from "../provider/crypto/digest.ts";
import { createHandle } from "../provider/crypto/handle.ts";
import type { StoredToken } from "../provider/stores/records.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { nowSeconds } from "../util/clock.ts";
import { randomBase64url } from "../util/random.ts";
import { formatScope, type ScopeInput, uniteScopes } from "../util/scope-set.ts";
import type { HostileSigner } from "./hostile/change-jwt.ts";
import type { HostileMutationName } from "./hostile/hostile-mutations.ts";
import { mutateText, requireTokenMutation } from "./hostile/mutate.ts";
import type { TestClaims } from "./test-tokens.ts";

/** A token that is wanted, without a login. */
export interface TokenForOptions {
  /** What is made. Default `access_token`: a JWT by RFC 9068; `opaque`: an access token that only introspection can read. */
  readonly kind?: "access_token" | "id_token" | "opaque" | undefined;
  /** Default: the first account. */
  readonly sub?: string | undefined;
  readonly scope?: ScopeInput | undefined;
  /** Default: `https://api.example.com`, or the `defaultResource` of the provider; of an ID token the client. */
  readonly audience?: string | readonly string[] | undefined;
  /** Default: the first client. */
  readonly clientId?: string | undefined;
  /** Further claims, or others in place of those that there are; `undefined` leaves one out. */
  readonly claims?: TestClaims | undefined;
  /** Binds the access token to a key or a certificate: `{ jkt }` or `{ "x5t#S256" }`. */
  readonly confirmation?: { readonly jkt?: string; readonly "x5t#S256"?: string } | undefined;
  /** Default 600 s; a negative number makes a token that has expired. */
  readonly expiresInSeconds?: number | undefined;
  /** Default: the first of the provider's. */
  readonly alg?: string | undefined;
  /** A lie in the token: one of {@link hostileMutations} for its kind. */
  readonly mutation?: HostileMutationName | undefined;
}

/** What is meant where nothing is said. */
export interface TokenForDefaults {
  readonly sub: string;
  readonly clientId: string;
  readonly alg: string;
  readonly audience: string;
}

/**
 * Makes a token with the provider's own keys, and remembers access tokens, so that they can be introspected and revoked.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used
 */
export async function makeTokenFor(
  context: ProviderContext,
  options: TokenForOptions,
  defaults: TokenForDefaults,
): Promise<string> {
  const { kind = "access_token", alg = defaults.alg, mutation } = options;
  checkTokenFor(options, kind);
  const lie = mutation === undefined ? undefined : requireTokenMutation(mutation, kind);
  if (kind === "opaque") {
    const token = createHandle(context.random);
    await remember(context, describe(context, options, defaults), sha256(token));
    return token;
  }
  const claims =
    kind === "id_token" ? idTokenClaims(context, options, defaults) : accessClaims(context, options, defaults);
  if (kind === "access_token" && typeof claims.jti === "string")
    await remember(context, describe(context, options, defaults), sha256(claims.jti));
  const header = kind === "id_token" ? { alg } : { alg, typ: jwtTypes.accessToken };
  const token = await context.keys.sign(header, claims);
  return lie === undefined ? token : mutateText(token, lie, createContextSigner(context));
}

function checkTokenFor(options: TokenForOptions, kind: string): void {
  checkOptionNames(options, optionNames, { of: "tokenFor" });
  const { expiresInSeconds = 600, confirmation } = options;
  if (!kinds.includes(kind)) throw wrong("kind", `must be one of: ${kinds.join(", ")}`);
  if (!Number.isInteger(expiresInSeconds)) throw wrong("expiresInSeconds", "must be a whole number of seconds");
  if (kind === "id_token" && confirmation !== undefined) throw wrong("confirmation", "binds access tokens only");
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

/** Signs with the provider's keys. */
export function createContextSigner({ keys }: ProviderContext): HostileSigner {
  return {
    sign: (header, claims) => keys.sign(header, claims),
    async publicKey(alg) {
      const jwk = (await keys.jwks()).keys.find((key) => key.alg === alg);
      if (jwk === undefined) throw new TypeError(`The provider has no key for ${alg}.`);
      return jwk;
    },
  };
}

function times(context: ProviderContext, { expiresInSeconds = 600 }: TokenForOptions): { iat: number; exp: number } {
  const now = nowSeconds(context.clock);
  return { iat: expiresInSeconds < 0 ? now + expiresInSeconds - 600 : now, exp: now + expiresInSeconds };
}

function accessClaims(context: ProviderContext, options: TokenForOptions, defaults: TokenForDefaults): TestClaims {
  const { sub = defaults.sub, audience = defaults.audience, clientId: client_id = defaults.clientId, scope } = options;
  return {
    iss: context.issuer,
    sub,
    aud: audience,
    client_id,
    jti: randomBase64url(16, context.random),
    ...times(context, options),
    ...(scope !== undefined && { scope: formatScope(uniteScopes(scope, [])) }),
    ...(options.confirmation !== undefined && { cnf: options.confirmation }),
    ...options.claims,
  };
}

function idTokenClaims(context: ProviderContext, options: TokenForOptions, defaults: TokenForDefaults): TestClaims {
  const { sub = defaults.sub, clientId = defaults.clientId, audience: aud = clientId } = options;
  return { iss: context.issuer, sub, aud, ...times(context, options), ...options.claims };
}

function describe(
  context: ProviderContext,
  options: TokenForOptions,
  defaults: TokenForDefaults,
): Omit<StoredToken, "hash"> {
  const { sub = defaults.sub, audience = defaults.audience, clientId = defaults.clientId, scope } = options;
  const { iat, exp } = times(context, options);
  return {
    kind: "access_token",
    clientId,
    ...(sub !== clientId && { accountId: sub }),
    scope: scope === undefined ? [] : uniteScopes(scope, []),
    audience: typeof audience === "string" ? [audience] : audience,
    ...(options.confirmation !== undefined && { confirmation: options.confirmation }),
    generation: 0,
    issuedAtMs: iat * 1000,
    expiresAtMs: exp * 1000,
    purgeAtMs: exp * 1000,
  };
}

async function remember(context: ProviderContext, row: Omit<StoredToken, "hash">, hash: string): Promise<void> {
  await context.store.grants.issue({ tokens: [{ ...row, hash }], nowMs: context.clock() });
}

const kinds: readonly string[] = ["access_token", "id_token", "opaque"];
const optionNames: OptionNames<TokenForOptions> = {
  kind: true,
  sub: true,
  scope: true,
  audience: true,
  clientId: true,
  claims: true,
  confirmation: true,
  expiresInSeconds: true,
  alg: true,
  mutation: true,
};
