import { chooseClientAuthentication } from "../client-auth/choose.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { createExchangeContext, type ExchangeContextOptions } from "../exchange/create-context.ts";
import { errorExplanation } from "../exchange/error-explanation.ts";
import { tolerating } from "../exchange/tolerating.ts";
import { createHttp, type Http } from "../http/openapi-client.ts";
import { createDecryption, type RegisteredEncryption } from "../jose/jwt-decryption.ts";
import { createStaticKeySource, type KeySource } from "../jose/key-source.ts";
import { createIssuerTemplate, type IssuerTemplate } from "../jwt-profiles/issuer-template.ts";
import { createJwkSetSource } from "../metadata/jwk-set-source.ts";
import { createMetadataSource, type MetadataSource } from "../metadata/metadata-source.ts";
import { createStaticMetadataSource } from "../metadata/static-metadata-source.ts";
import type { Toleration } from "../schema/check.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { checkClientOptions } from "./check-options.ts";
import type { ClientOptions, ClientProfile } from "./options.ts";

/** Gives each call its context: the server's current metadata, and the authentication that fits it. */
export type ContextSource = (signal?: AbortSignal | undefined) => Promise<ExchangeContext>;

/**
 * Creates the source of contexts for one client. Options are checked here, before any I/O.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function createContextSource(options: ClientOptions<unknown>, profile?: ClientProfile): ContextSource {
  checkClientOptions(options);
  const { client, key, clock = systemClock } = options;
  const tolerate = tolerating(options.tolerate === undefined ? [] : options.tolerate);
  const reach: Reach = { http: createHttp({ ...options, explain: errorExplanation }), clock };
  const issuerTemplate =
    options.issuerTemplate === undefined ? undefined : createIssuerTemplate(options.issuerTemplate);
  const source = createSource(options, reach, { tolerate, issuerTemplate });
  const keys = createKeys(options, reach, source);
  const shared = {
    ...options,
    ...reach,
    tolerate,
    explain: errorExplanation,
    issuerTemplate,
    clientId: client.client_id,
    keys: profile?.guardKeys?.(keys) ?? keys,
    idTokenAlgorithms: listOf(client.id_token_signed_response_alg) ?? profile?.algorithms,
    authorizationResponseAlgorithms: listOf(client.authorization_signed_response_alg) ?? profile?.algorithms,
    userinfoAlgorithms: listOf(client.userinfo_signed_response_alg),
    introspectionAlgorithms: listOf(client.introspection_signed_response_alg) ?? profile?.introspectionAlgorithms,
    ...readEncryption(options),
    useMtlsEndpointAliases:
      client.use_mtls_endpoint_aliases === true || client.tls_client_certificate_bound_access_tokens === true,
  };
  const template = createExchangeContext({
    ...shared,
    metadata: { issuer: options.issuer, response_types_supported: [] },
  });
  let latest: ExchangeContext | undefined;
  return async (signal) => {
    const { metadata } = await source.get(signal);
    if (latest?.metadata === metadata) return latest;
    const { client_secret, token_endpoint_auth_method } = client;
    const auth =
      options.auth ?? chooseClientAuthentication(metadata, { client_secret, token_endpoint_auth_method, key });
    latest = Object.freeze({ ...template, metadata, auth: profile?.admit({ metadata, auth, options }) ?? auth });
    return latest;
  };
}

/** The one registered algorithm, as the list that a context has. */
function listOf(algorithm: string | undefined): readonly string[] | undefined {
  return algorithm === undefined ? undefined : [algorithm];
}

/** What answers are encrypted with, and what opens them. */
function readEncryption({ client, decryptionKeys }: ClientOptions<unknown>): EncryptionOptions {
  const registered = {
    idTokenEncryption: encryptionOf(client.id_token_encrypted_response_alg, client.id_token_encrypted_response_enc),
    authorizationResponseEncryption: encryptionOf(
      client.authorization_encrypted_response_alg,
      client.authorization_encrypted_response_enc,
    ),
    userinfoEncryption: encryptionOf(client.userinfo_encrypted_response_alg, client.userinfo_encrypted_response_enc),
    introspectionEncryption: encryptionOf(
      client.introspection_encrypted_response_alg,
      client.introspection_encrypted_response_enc,
    ),
  };
  const isRegistered = Object.values(registered).some((encryption) => encryption !== undefined);
  // A symmetric algorithm means a key that is derived from the secret (OpenID Connect Core §10.2).
  const fromSecret = client.client_secret === undefined ? [] : [{ clientSecret: client.client_secret }];
  return { decryption: createDecryption(decryptionKeys ?? (isRegistered ? fromSecret : [])), ...registered };
}

type EncryptionOptions = Pick<
  ExchangeContextOptions,
  | "decryption"
  | "idTokenEncryption"
  | "authorizationResponseEncryption"
  | "userinfoEncryption"
  | "introspectionEncryption"
>;

function encryptionOf(algorithm: string | undefined, encryption: string | undefined): RegisteredEncryption | undefined {
  return algorithm === undefined ? undefined : { algorithm, encryption };
}

interface Reach {
  readonly http: Http;
  readonly clock: Clock;
}

interface Judgement {
  readonly tolerate: Toleration;
  readonly issuerTemplate: IssuerTemplate | undefined;
}

function createSource(options: ClientOptions<unknown>, reach: Reach, judgement: Judgement): MetadataSource {
  const { issuer, metadata, discovery, cache, onEvent } = options;
  if (metadata !== undefined) return createStaticMetadataSource(issuer, metadata, { ...judgement, onEvent });
  return createMetadataSource(reach, issuer, { ...judgement, discovery, cache, onEvent });
}

function createKeys({ jwks, cache, onEvent }: ClientOptions<unknown>, reach: Reach, source: MetadataSource): KeySource {
  if (jwks !== undefined) return createStaticKeySource(jwks);
  return createJwkSetSource(reach, source, { cache, onEvent });
}
