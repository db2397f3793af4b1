import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { ClientAuthentication } from "../client-auth/client-authentication.ts";
import { none } from "../client-auth/none.ts";
import type { DPoP } from "../dpop/dpop.ts";
import { ConfigurationError } from "../errors/families.ts";
import { createHttp, type Http } from "../http/openapi-client.ts";
import { isAsymmetricAlgorithm } from "../jose/asymmetric-algorithm.ts";
import type { Decryption, JwtDecryption, RegisteredEncryption } from "../jose/jwt-decryption.ts";
import type { KeySource } from "../jose/key-source.ts";
import type { IssuerTemplate } from "../jwt-profiles/issuer-template.ts";
import type { Toleration } from "../schema/check.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { type RandomSource, systemRandom } from "../util/random.ts";
import { createReporter } from "../util/reporter.ts";
import type { ExchangeContext } from "./context.ts";
import type { ErrorExplanation } from "./error-explanation.ts";
import type { ExchangeEvent } from "./exchange-event.ts";

/** What a context is made of; everything but the metadata and the client has a default. */
export interface ExchangeContextOptions {
  /** The server's metadata: fetched and checked by `fetchAuthorizationServerMetadata`, or known otherwise. */
  readonly metadata: AuthorizationServerMetadata;
  /** The issuers of several tenants, where the metadata's is a template: `createIssuerTemplate` of `ts-identity-model/jwt-profiles`. Default: the metadata's own. */
  readonly issuerTemplate?: IssuerTemplate | undefined;
  /** The client's identifier at this server. */
  readonly clientId: string;
  /** How the client authenticates. Default: `none()`, a public client. */
  readonly auth?: ClientAuthentication | undefined;
  /** Binds tokens to a key: `await createDPoP()` of `ts-identity-model/dpop`. Default: bearer tokens. */
  readonly dpop?: DPoP | undefined;
  /** Makes the calls. Default: `createHttp()`. */
  readonly http?: Http | undefined;
  /** The server's keys; needed where an ID token is expected. */
  readonly keys?: KeySource | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** Default: the platform's generator. */
  readonly random?: RandomSource | undefined;
  /** Named deviations to admit: `tolerating(names)` of `ts-identity-model/tolerances`. Default: none. */
  readonly tolerate?: Toleration | undefined;
  /**
   * Explains errors in full: `errorExplanation` of `ts-identity-model/endpoints`. Default: an error has its code, place, rule and the
   * server's own words, and of a challenge its `error`.
   */
  readonly explain?: ErrorExplanation | undefined;
  /** How far the clocks may differ, in seconds, 0 to 600. Default 30. */
  readonly clockToleranceSeconds?: number | undefined;
  /** Algorithms to accept for ID tokens. Default: every asymmetric one that the metadata announces. */
  readonly idTokenAlgorithms?: readonly string[] | undefined;
  /** Opens messages that come encrypted: `createDecryption(keys)` of `ts-identity-model/jose`. Default: encrypted messages are refused. */
  readonly decryption?: Decryption | undefined;
  /** The registered `id_token_encrypted_response_alg` and `…_enc`: nothing else is accepted then. Default: whatever `decryption` opens, and tokens in the open. */
  readonly idTokenEncryption?: RegisteredEncryption | undefined;
  /** The registered `authorization_signed_response_alg`. Default: every asymmetric one that the metadata announces, `RS256` where they announce none. */
  readonly authorizationResponseAlgorithms?: readonly string[] | undefined;
  /** The registered `authorization_encrypted_response_alg` and `…_enc`: nothing else is accepted then. Default: whatever `decryption` opens, and JWTs in the open. */
  readonly authorizationResponseEncryption?: RegisteredEncryption | undefined;
  /** The registered `userinfo_signed_response_alg`: nothing that is not signed is accepted then. Default: JSON, and what is signed with an announced algorithm. */
  readonly userinfoAlgorithms?: readonly string[] | undefined;
  /** The registered `userinfo_encrypted_response_alg` and `…_enc`: nothing that is not encrypted is accepted then. */
  readonly userinfoEncryption?: RegisteredEncryption | undefined;
  /** The registered `introspection_signed_response_alg`: introspection asks for signed responses then. */
  readonly introspectionAlgorithms?: readonly string[] | undefined;
  /** The registered `introspection_encrypted_response_alg` and `…_enc`: nothing that is not encrypted is accepted then. */
  readonly introspectionEncryption?: RegisteredEncryption | undefined;
  /**
   * Whether calls go to the server's endpoints for mutual TLS, for clients whose tokens are bound to a certificate. Default
   * `false`; where the client authenticates with its certificate, they always do.
   */
  readonly useMtlsEndpointAliases?: boolean | undefined;
  /** Told about each message. What it throws has no effect. */
  readonly onEvent?: ((event: ExchangeEvent) => void) | undefined;
}

/**
 * Creates the context that every function of `ts-identity-model/endpoints` takes first.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function createExchangeContext(options: ExchangeContextOptions): ExchangeContext {
  const { onEvent, ...given } = options;
  const { clientId, clockToleranceSeconds = 30, tolerate, decryption = noDecryption } = given;
  if (typeof clientId !== "string" || clientId === "") throw wrongOption("clientId", "must be text that is not empty");
  if (!Number.isFinite(clockToleranceSeconds) || clockToleranceSeconds < 0 || clockToleranceSeconds > 600) {
    throw wrongOption("clockToleranceSeconds", "must be a number of seconds from 0 to 600");
  }
  checkTolerate(tolerate);
  for (const name of algorithmOptions) checkAlgorithms(given[name], name);
  // Asked now, so that an algorithm that nothing here implements is noticed before a code has been spent.
  for (const name of encryptionOptions) decryption(given[name]);
  return Object.freeze({
    ...given,
    auth: given.auth ?? none(),
    http: given.http ?? createHttp({ explain: given.explain }),
    keys: given.keys ?? noKeys,
    clock: given.clock ?? systemClock,
    random: given.random ?? systemRandom,
    clockToleranceSeconds,
    decryption,
    useMtlsEndpointAliases: given.useMtlsEndpointAliases === true,
    report: createReporter(onEvent),
  });
}

/** Stands in where no keys were given: a token that needs one is refused, never accepted unverified. */
const noKeys: KeySource = {
  find: async () => {
    throw wrongOption("keys", "must be given where an ID token is expected");
  },
};

/** Without keys, what is registered as encrypted is refused in the open, and everything encrypted for want of a key. */
function noDecryption(registered?: RegisteredEncryption): JwtDecryption | undefined {
  return registered === undefined ? undefined : { required: true };
}

function checkTolerate(tolerate: Toleration | undefined): void {
  if (tolerate !== undefined && typeof tolerate?.judge !== "function")
    throw wrongOption("tolerate", "must be made by tolerating() of ts-identity-model/tolerances");
}

/** Algorithms that no ID token is ever accepted with would be noticed only after the code has been spent. */
function checkAlgorithms(algorithms: readonly string[] | undefined, parameter: string): void {
  const refused = (algorithms ?? []).filter((name) => !isAsymmetricAlgorithm(name));
  if (refused.length > 0 || algorithms?.length === 0)
    throw wrongOption(parameter, "must be asymmetric signature algorithms, one at least");
}

const algorithmOptions = [
  "idTokenAlgorithms",
  "authorizationResponseAlgorithms",
  "userinfoAlgorithms",
  "introspectionAlgorithms",
] as const;
const encryptionOptions = [
  "idTokenEncryption",
  "authorizationResponseEncryption",
  "userinfoEncryption",
  "introspectionEncryption",
] as const;

function wrongOption(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}
