import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { authorizationServerEndpoints } from "../../generated/openapi/authorization-server-endpoints.ts";
import type { ClientAuthentication } from "../client-auth/client-authentication.ts";
import type { DPoP } from "../dpop/dpop.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { Http } from "../http/openapi-client.ts";
import type { Decryption, RegisteredEncryption } from "../jose/jwt-decryption.ts";
import type { KeySource } from "../jose/key-source.ts";
import type { IssuerTemplate } from "../jwt-profiles/issuer-template.ts";
import type { Toleration } from "../schema/check.ts";
import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import type { ErrorExplanation } from "./error-explanation.ts";
import type { ExchangeEvent } from "./exchange-event.ts";

/** What every call to a server is given: who the server is, who the client is, and how to reach the outside world. */
export interface ExchangeContext {
  /** The server's metadata, checked. */
  readonly metadata: AuthorizationServerMetadata;
  /** The issuers that ID tokens may have besides that of the metadata: of several tenants; `undefined`: none. */
  readonly issuerTemplate?: IssuerTemplate | undefined;
  /** The client's identifier at this server. */
  readonly clientId: string;
  /** How the client proves who it is. */
  readonly auth: ClientAuthentication;
  /** The key that tokens are bound to; `undefined`: bearer tokens. */
  readonly dpop?: DPoP | undefined;
  /** Makes the calls. */
  readonly http: Http;
  /** The server's keys, for ID tokens. */
  readonly keys: KeySource;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Named deviations that are admitted; `undefined`: none. */
  readonly tolerate?: Toleration | undefined;
  /** Explains errors in full; `undefined`: they have their code, place, rule and the server's own words. */
  readonly explain?: ErrorExplanation | undefined;
  /** How far the clocks may differ, in seconds. */
  readonly clockToleranceSeconds: number;
  /** Algorithms that ID tokens may be signed with; `undefined`: every asymmetric one that the metadata announces. */
  readonly idTokenAlgorithms?: readonly string[] | undefined;
  /** Opens messages that come encrypted. */
  readonly decryption: Decryption;
  /** What ID tokens are encrypted with; `undefined` where the client's registration does not say. */
  readonly idTokenEncryption?: RegisteredEncryption | undefined;
  /** Algorithms that JWTs with authorization responses may be signed with; `undefined`: every asymmetric one that the metadata announces. */
  readonly authorizationResponseAlgorithms?: readonly string[] | undefined;
  /** What JWTs with authorization responses are encrypted with; `undefined` where the client's registration does not say. */
  readonly authorizationResponseEncryption?: RegisteredEncryption | undefined;
  /** Algorithms that signed userinfo responses may have; `undefined`: every asymmetric one that the metadata announces, and responses that are not signed. */
  readonly userinfoAlgorithms?: readonly string[] | undefined;
  /** What userinfo responses are encrypted with; `undefined` where the client's registration does not say. */
  readonly userinfoEncryption?: RegisteredEncryption | undefined;
  /** Algorithms that signed introspection responses may have; `undefined`: every asymmetric one that the metadata announces. */
  readonly introspectionAlgorithms?: readonly string[] | undefined;
  /** What introspection responses are encrypted with; `undefined` where the client's registration does not say. */
  readonly introspectionEncryption?: RegisteredEncryption | undefined;
  /** Whether the client uses the server's endpoints for mutual TLS, whatever its authentication. */
  readonly useMtlsEndpointAliases: boolean;
  /** Told about each message; must not throw. `undefined` costs nothing. */
  readonly report: ((event: ExchangeEvent) => void) | undefined;
}

/** What a single call may be given besides its message. */
export interface CallOptions {
  /** Parameters that the message does not define, e.g. a provider's own. A name the message or the client authentication defines is refused. */
  readonly extra?: ExtraParameters | undefined;
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

/** Parameters beyond the message; a list is sent as a repeated parameter. */
export type ExtraParameters = Readonly<Record<string, string | readonly string[]>>;

/** The metadata members that hold the URL of an endpoint of the contract. */
export type EndpointName = Extract<
  (typeof authorizationServerEndpoints)[keyof typeof authorizationServerEndpoints],
  `${string}_endpoint`
>;

/**
 * The URL of an endpoint from the server's metadata.
 * @throws ConfigurationError `ERR_CONFIGURATION_METADATA_MISSING` when the server does not publish it
 */
export function requireEndpoint(metadata: AuthorizationServerMetadata, name: EndpointName): string {
  const url = metadata[name];
  if (typeof url === "string") return url;
  throw new ConfigurationError("ERR_CONFIGURATION_METADATA_MISSING", {
    message: `The metadata of ${metadata.issuer} has no ${name}, which this call needs.`,
    parameter: name,
    specification: specification("rfc8414", "2"),
    remedy: "Check that the server supports the call, or give its metadata to the client by hand.",
  });
}

/**
 * The URL of an endpoint that the browser is sent to: `https`, or `http` on a loopback host. Calls of the client itself are
 * checked where they are sent.
 * @throws ConfigurationError `ERR_CONFIGURATION_METADATA_MISSING`, `ERR_CONFIGURATION_INSECURE_URL`
 */
export function requireSecureEndpoint(metadata: AuthorizationServerMetadata, name: EndpointName): string {
  const url = requireEndpoint(metadata, name);
  const parsed = parseUrl(url);
  if (parsed !== undefined && isSecureUrl(parsed)) return url;
  throw new ConfigurationError("ERR_CONFIGURATION_INSECURE_URL", {
    message: `The ${name} of ${metadata.issuer} is not an https URL (http is allowed on a loopback host only).`,
    parameter: name,
    specification: specification("rfc6749", "3.1"),
  });
}
