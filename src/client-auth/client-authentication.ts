import type { ClientAuthentication as ClientAuthenticationMessage } from "../../generated/messages/client-authentication.ts";
import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";

/** One way for a client to authenticate itself. Secrets and keys stay inside: neither logging nor inspecting shows them. */
export interface ClientAuthentication {
  /** Name of the method in the IANA registry: `private_key_jwt`, `client_secret_basic` … */
  readonly method: string;
  /** Whether the connection itself authenticates the client, with a certificate: calls then go to the server's endpoints for mutual TLS. */
  readonly usesMutualTls?: boolean | undefined;
  /** Makes what one request needs. Called again for every request, also for a repeated one: an assertion is used once. */
  readonly authenticate: (context: ClientAuthenticationContext) => Promise<ClientAuthenticationParts>;
  /** Is shown every answer to a request that it authenticated, for methods in which the server hands out what the next request must hold. Must not throw. */
  readonly learn?: ((answer: ClientAuthenticationAnswer) => void) | undefined;
}

/** What an authentication may learn from. */
export interface ClientAuthenticationAnswer {
  /** Issuer of the authorization server that answered. */
  readonly issuer: string;
  readonly headers: Headers;
}

/** What an authentication is made for. */
export interface ClientAuthenticationContext {
  /** The client's `client_id`. */
  readonly clientId: string;
  /** Issuer of the authorization server's metadata. */
  readonly issuer: string;
  /** `token_endpoint` of the authorization server's metadata, which may have none. */
  readonly tokenEndpoint?: string | undefined;
  /**
   * Algorithms that the server announces for client assertions at the endpoint concerned, for example
   * `token_endpoint_auth_signing_alg_values_supported`; `undefined` where it does not say.
   */
  readonly signingAlgorithms?: readonly string[] | undefined;
  /** Tells the time. Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** Gives random octets. Default: the platform's generator. */
  readonly random?: RandomSource | undefined;
}

/** What an authentication adds to a request. */
export interface ClientAuthenticationParts {
  /** Header fields, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Members of the form body. */
  readonly body: ClientAuthenticationMessage;
}
