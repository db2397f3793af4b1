import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { RegistrationRequest } from "../../generated/messages/registration-request.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";
import { fetchRegistration, type RegistrationOptions } from "../endpoints/registration.ts";
import type { Registration } from "../endpoints/registration-result.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { errorExplanation } from "../exchange/error-explanation.ts";
import { withRequestEvents } from "../exchange/observe-requests.ts";
import { tolerating } from "../exchange/tolerating.ts";
import { createHttp } from "../http/openapi-client.ts";
import type { HttpOptions } from "../http/types.ts";
import { type Discovery, discoverMetadata } from "../metadata/discovery.ts";
import { createStaticMetadataSource } from "../metadata/static-metadata-source.ts";
import { isRecord } from "../schema/is-record.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { createReporter } from "../util/reporter.ts";
import type { ClientEvent, ClientRegistration } from "./options.ts";

/** What {@link registerClient} is given. */
export interface RegisterClientOptions extends HttpOptions, RegistrationOptions {
  /** Issuer identifier of the server, exactly as the server spells it. */
  readonly issuer: string;
  /** What the client says about itself, in the wire names of client metadata. */
  readonly client: RegistrationRequest;
  /** The server's metadata, given by hand: nothing is discovered then. */
  readonly metadata?: AuthorizationServerMetadata | undefined;
  /** Which well-known documents to look for. Default `auto`: OpenID Connect, then RFC 8414. */
  readonly discovery?: Discovery | undefined;
  /** Named deviations to admit; none by default (see docs/tolerances.md). */
  readonly tolerate?: readonly ToleranceName[] | undefined;
  readonly clock?: Clock | undefined;
  /** Told about the messages. No event holds a secret. */
  readonly onEvent?: ((event: ClientEvent) => void) | undefined;
}

/** A client that has just been registered. */
export interface RegisteredClient extends Registration {
  /** The server that the client is registered at. A client of another server it is not: keep the two together. */
  readonly issuer: string;
  /** The client for the option `client` of `createClient`. */
  readonly client: ClientRegistration;
}

/**
 * Registers a client at a server, whose metadata it discovers. Store the whole result: nothing in it can be asked for again without it.
 * @returns the registration, and the client as `createClient` takes it
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for options without issuer and client, `ERR_CONFIGURATION_METADATA_MISSING` when the server registers no clients
 * @throws OAuthError when the server said no; ValidationError with every problem of the request, the metadata or the answer
 * @see RFC 7591 §3
 * @see OpenID Connect Dynamic Client Registration §3
 */
export async function registerClient(options: RegisterClientOptions): Promise<RegisteredClient> {
  if (!isRecord(options) || !isRecord(options.client)) throw incomplete();
  const { issuer, client, clock = systemClock, initialAccessToken, softwareStatement, signal } = options;
  const tolerate = tolerating(options.tolerate === undefined ? [] : options.tolerate);
  const http = createHttp({ ...withRequestEvents(options, clock), explain: errorExplanation });
  const { metadata } =
    options.metadata === undefined
      ? await discoverMetadata({ http, clock }, issuer, { discovery: options.discovery, tolerate, signal })
      : await createStaticMetadataSource(issuer, options.metadata, { tolerate }).get();
  const context = { metadata, http, clock, tolerate, report: createReporter(options.onEvent) };
  const registration = await fetchRegistration(context, client, { initialAccessToken, softwareStatement, signal });
  return Object.freeze({ ...registration, issuer, client: toClient(registration, client) });
}

function incomplete(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "registerClient takes an object with issuer and client.",
    parameter: "client",
    specification: specification("rfc7591", "2"),
    remedy: "Put what the client says about itself, redirect_uris included, into client.",
  });
}

/**
 * What the client needs to know of its registration. What the server left out of its answer, though it may well have registered it, counts
 * as it was asked for; the registration token stays out, because no call of the client needs it.
 */
function toClient({ response, credentials }: Registration, requested: RegistrationRequest): ClientRegistration {
  const { registration_access_token: _token, registration_client_uri: _uri, ...registered } = response;
  const asked: Partial<ClientRegistration> = {
    redirect_uris: requested.redirect_uris,
    token_endpoint_auth_method: requested.token_endpoint_auth_method,
  };
  const present = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return Object.freeze({ ...present, ...registered, client_id: credentials.client_id });
}
