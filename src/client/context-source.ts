import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import { chooseClientAuthentication } from "../client-auth/choose.ts";
import { ConfigurationError } from "../errors/families.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { createHttp } from "../http/openapi-client.ts";
import { createStaticKeySource, type KeySource } from "../jose/key-source.ts";
import { createJwkSetSource } from "../metadata/jwk-set-source.ts";
import { createMetadataSource, type MetadataSource } from "../metadata/metadata-source.ts";
import { createStaticMetadataSource } from "../metadata/static-metadata-source.ts";
import { systemClock } from "../util/clock.ts";
import { systemRandom } from "../util/random.ts";
import { createReporter } from "../util/reporter.ts";
import type { ClientOptions } from "./options.ts";

/** Gives each call its context: the server's current metadata, and the authentication that fits it. */
export type ContextSource = (signal?: AbortSignal | undefined) => Promise<ExchangeContext>;

/**
 * Creates the source of contexts for one client. Options are checked here, before any I/O.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function createContextSource(options: ClientOptions): ContextSource {
  const { client, clock = systemClock, random = systemRandom, tolerate = [], clockToleranceSeconds = 30 } = options;
  if (typeof client?.client_id !== "string" || client.client_id === "")
    throw wrongOption("client.client_id", "must be text that is not empty");
  if (!Number.isFinite(clockToleranceSeconds) || clockToleranceSeconds < 0 || clockToleranceSeconds > 600) {
    throw wrongOption("clockToleranceSeconds", "must be a number of seconds from 0 to 600");
  }
  const http = createHttp(options);
  const report = createReporter(options.onEvent);
  const source = createSource(options, { http, clock });
  const keys = createKeys(options, { http, clock }, source);
  const shared = {
    clientId: client.client_id,
    http,
    keys,
    clock,
    random,
    tolerate: Object.freeze([...tolerate]),
    clockToleranceSeconds,
    idTokenAlgorithms:
      client.id_token_signed_response_alg === undefined ? undefined : [client.id_token_signed_response_alg],
    report,
  };
  let latest: ExchangeContext | undefined;
  return async (signal) => {
    const { metadata } = await source.get(signal);
    if (latest?.metadata === metadata) return latest;
    latest = Object.freeze({ ...shared, metadata, auth: options.auth ?? chooseAuthentication(metadata, options) });
    return latest;
  };
}

type Reach = Pick<ExchangeContext, "http" | "clock">;

function createSource(options: ClientOptions, reach: Reach): MetadataSource {
  const { issuer, metadata, discovery, tolerate, cache, onEvent } = options;
  if (metadata !== undefined) return createStaticMetadataSource(issuer, metadata, { tolerate });
  return createMetadataSource(reach, issuer, { discovery, tolerate, cache, onEvent });
}

function createKeys({ jwks, cache, onEvent }: ClientOptions, reach: Reach, source: MetadataSource): KeySource {
  if (jwks !== undefined) return createStaticKeySource(jwks);
  return createJwkSetSource(reach, source, { cache, onEvent });
}

function chooseAuthentication(
  metadata: AuthorizationServerMetadata,
  { client, key }: ClientOptions,
): ExchangeContext["auth"] {
  const { client_secret, token_endpoint_auth_method } = client;
  return chooseClientAuthentication(metadata, { client_secret, token_endpoint_auth_method, key });
}

function wrongOption(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}
