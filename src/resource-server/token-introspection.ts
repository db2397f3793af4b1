import { chooseClientAuthentication } from "../client-auth/choose.ts";
import type { ClientAuthentication } from "../client-auth/client-authentication.ts";
import type { ClientKey } from "../client-auth/private-key-jwt.ts";
import type { Introspection } from "../endpoints/introspection.ts";
import { createIntrospectionCache, type IntrospectionCacheOptions } from "../endpoints/introspection-cache.ts";
import { isVerificationError, VerificationError } from "../errors/families.ts";
import type { ExchangeContext, ExtraParameters } from "../exchange/context.ts";
import { createExchangeContext } from "../exchange/create-context.ts";
import type { ExchangeEvent } from "../exchange/exchange-event.ts";
import type { Http } from "../http/openapi-client.ts";
import type { Decryption, RegisteredEncryption } from "../jose/jwt-decryption.ts";
import type { KeySource } from "../jose/key-source.ts";
import type { MetadataSource } from "../metadata/metadata-source.ts";
import type { Toleration } from "../schema/check.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import type { Clock } from "../util/clock.ts";

/** The resource server as the authorization server knows it, with the names of its registration (RFC 7591). */
export interface IntrospectionClient {
  readonly client_id: string;
  readonly client_secret?: string | undefined;
  /** Default: the first method that the server supports and the credentials allow. */
  readonly token_endpoint_auth_method?: string | undefined;
  /** The answers are signed with this; left out together with the next, they are JSON. */
  readonly introspection_signed_response_alg?: string | undefined;
  readonly introspection_encrypted_response_alg?: string | undefined;
  readonly introspection_encrypted_response_enc?: string | undefined;
  readonly use_mtls_endpoint_aliases?: boolean | undefined;
}

/** How an authorization server is asked about tokens. */
export interface TokenIntrospectionOptions {
  readonly client: IntrospectionClient;
  /** How the resource server authenticates. Default: chosen from the metadata and the credentials. */
  readonly auth?: ClientAuthentication | undefined;
  /** The private key of `private_key_jwt`. */
  readonly key?: ClientKey | undefined;
  /** Opens encrypted answers: `createDecryption(keys)` of `ts-identity-model/jose`. */
  readonly decryption?: Decryption | undefined;
  /** How many answers are kept, and for how long; one cache for each issuer. `false`: none, and callers at the same time share a question all the same. */
  readonly cache?: Omit<IntrospectionCacheOptions, "clock"> | false | undefined;
  /** Parameters of the server's own. */
  readonly extra?: ExtraParameters | undefined;
}

/** Where a question is sent, and by what its answer is judged. */
export interface IntrospectionSurroundings {
  readonly issuer: string;
  readonly metadata: MetadataSource;
  readonly keys: KeySource;
  readonly http: Http;
  readonly clock: Clock;
  readonly clockToleranceSeconds: number;
  readonly tolerate: Toleration | undefined;
  readonly onEvent: ((event: ExchangeEvent) => void) | undefined;
}

/** An answer, and whether it came from memory. */
export interface KnownIntrospection {
  readonly introspection: Introspection;
  readonly isCached: boolean;
}

/** Asks one authorization server about tokens. */
export interface IntrospectionConnection {
  readonly ask: (token: string, signal: AbortSignal | undefined) => Promise<KnownIntrospection>;
}

/** Looks opaque tokens up. Made by {@link createTokenIntrospection}; a resource that takes JWTs alone does not carry its code. */
export interface TokenIntrospection {
  /** Made for one issuer by the resource server. */
  readonly connect: (surroundings: IntrospectionSurroundings) => IntrospectionConnection;
}

/**
 * Creates what looks tokens up at their authorization server, for the option `introspection` of `createResourceServer`. Nothing is sent before a token needs it. Answers
 * are kept for a minute, never beyond `exp`, under a digest; callers at the same time share a question, and one that gives up ends its own wait only.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` naming the option; what concerns the registration is checked when the resource server is created
 * @see RFC 7662 §2
 * @see RFC 9701 §4
 */
export function createTokenIntrospection(options: TokenIntrospectionOptions): TokenIntrospection {
  const of = "createTokenIntrospection";
  checkOptionNames(options, optionNames, { of });
  checkOptionNames(options.client, clientNames, { of, at: "client" });
  const { cache = {} } = options;
  if (cache !== false) checkOptionNames(cache, cacheNames, { of, at: "cache" });
  return Object.freeze({ connect: (surroundings: IntrospectionSurroundings) => connect(options, surroundings) });
}

function connect(options: TokenIntrospectionOptions, surroundings: IntrospectionSurroundings): IntrospectionConnection {
  const { cache: kept = {}, extra } = options;
  const { clock } = surroundings;
  const cache = createIntrospectionCache(
    kept === false ? { clock, maxAgeSeconds: 0, negativeSeconds: 0 } : { ...kept, clock },
  );
  const contextFor = createContexts(options, surroundings);
  return Object.freeze({
    async ask(token: string, signal: AbortSignal | undefined) {
      const context = await contextFor(signal);
      const message = { token, token_type_hint: "access_token" };
      const known = await cache.recall(context, message, { extra });
      if (known !== undefined) return { introspection: known, isCached: true };
      const answer = cache.introspect(context, message, { extra, signal }).catch((error) => placed(error, context));
      return { introspection: await answer, isCached: false };
    },
  });
}

/** An answer that must not be believed says nothing about the token, so that it must not look like a token that is refused. */
function placed(error: unknown, { metadata }: ExchangeContext): never {
  if (!isVerificationError(error) || error.endpoint !== undefined) throw error;
  throw new VerificationError(error.code, {
    message: "The introspection response must not be believed.",
    parameter: error.parameter,
    specification: error.specification,
    endpoint: `introspection_endpoint ${metadata.introspection_endpoint}`,
    cause: error,
  });
}

function createContexts(
  { client, auth, key, decryption }: TokenIntrospectionOptions,
  { metadata: source, issuer, ...reach }: IntrospectionSurroundings,
): (signal: AbortSignal | undefined) => Promise<ExchangeContext> {
  const { introspection_signed_response_alg: algorithm } = client;
  const template = createExchangeContext({
    ...reach,
    metadata: { issuer, response_types_supported: [] },
    clientId: client.client_id,
    decryption,
    introspectionAlgorithms: algorithm === undefined ? undefined : [algorithm],
    introspectionEncryption: encryptionOf(client),
    useMtlsEndpointAliases: client.use_mtls_endpoint_aliases === true,
  });
  let latest: ExchangeContext | undefined;
  return async (signal) => {
    const { metadata } = await source.get(signal);
    if (latest?.metadata === metadata) return latest;
    const supported =
      metadata.introspection_endpoint_auth_methods_supported ?? metadata.token_endpoint_auth_methods_supported;
    const { client_secret, token_endpoint_auth_method } = client;
    const chosen =
      auth ??
      chooseClientAuthentication(supported === undefined ? {} : { token_endpoint_auth_methods_supported: supported }, {
        client_secret,
        token_endpoint_auth_method,
        key,
      });
    latest = Object.freeze({ ...template, metadata, auth: chosen });
    return latest;
  };
}

function encryptionOf(client: IntrospectionClient): RegisteredEncryption | undefined {
  const { introspection_encrypted_response_alg: algorithm, introspection_encrypted_response_enc: encryption } = client;
  return algorithm === undefined ? undefined : { algorithm, encryption };
}

const optionNames: OptionNames<TokenIntrospectionOptions> = {
  client: true,
  auth: true,
  key: true,
  decryption: true,
  cache: true,
  extra: true,
};

const clientNames: OptionNames<IntrospectionClient> = {
  client_id: true,
  client_secret: true,
  token_endpoint_auth_method: true,
  introspection_signed_response_alg: true,
  introspection_encrypted_response_alg: true,
  introspection_encrypted_response_enc: true,
  use_mtls_endpoint_aliases: true,
};

const cacheNames: OptionNames<Omit<IntrospectionCacheOptions, "clock">> = {
  maxEntries: true,
  maxAgeSeconds: true,
  negativeSeconds: true,
  shared: true,
};
