import { oidcDiscoveryLabel } from "../../generated/documents.ts";
import type { AuthorizationRequest } from "../../generated/messages/authorization-request.ts";
import type { ClientKey } from "../client-auth/private-key-jwt.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import type { EncryptionKey } from "../jose/encrypt-jwe.ts";
import { buildAuthorizationUrl } from "./authorization.ts";
import type { AuthorizationRegistration } from "./authorization-registration.ts";
import { hasOpenidScope } from "./authorization-transaction.ts";
import { expiryOf } from "./poll-times.ts";
import { fetchPushedAuthorization } from "./pushed-authorization.ts";
import { createRequestObject, type RequestObjectMessage } from "./request-object.ts";
import type { RequestObjectHost } from "./request-object-host.ts";

/**
 * When requests are pushed. `auto`: where the server or the registration requires it, and where the server has an endpoint for it and
 * the client authenticates there; a public client, perhaps in a browser that may not call the endpoint, gains little from it.
 */
export type PushedAuthorizationRequests = "auto" | "always" | "never";

/** How requests become signed request objects. */
export interface RequestObjectSettings {
  /** The private key that signs them. Default: the client's `key`. */
  readonly key?: ClientKey | undefined;
  /** How long an object may be used, in seconds, 1 to 3600. Default 300. */
  readonly lifetimeSeconds?: number | undefined;
  /** Key to encrypt with, where a symmetric algorithm is registered: `{ clientSecret }`. Default: one of the server's published keys. */
  readonly encryptionKey?: EncryptionKey | undefined;
  /** Where the server fetches objects that are passed by reference. Left out: by value. A pushed request needs neither. */
  readonly host?: Pick<RequestObjectHost, "put"> | undefined;
}

/** How an authorization request gets to the server. */
export interface AuthorizationDelivery extends CallOptions {
  readonly registration?: AuthorizationRegistration | undefined;
  /** Default `auto`. */
  readonly pushedAuthorizationRequests?: PushedAuthorizationRequests | undefined;
  /** Makes each request a signed request object. Left out: only where the server or the registration requires it, which needs a key. */
  readonly requestObject?: RequestObjectSettings | undefined;
  /** The client's private key, where `requestObject` names none. */
  readonly key?: ClientKey | undefined;
}

/** A request on its way: where the browser is sent, and until when that works. */
export interface DeliveredAuthorization {
  readonly url: string;
  /** In milliseconds since 1970; `undefined` where nothing limits it. */
  readonly expiresAt: number | undefined;
}

/**
 * Brings an authorization request on its way: as parameters of the URL, pushed, as a signed request object, or as a pushed one.
 * @throws ConfigurationError when a signed request is required and there is no key, when a pushed one is required and must not be, or
 * when the server takes none; and as `fetchPushedAuthorization`, `createRequestObject` and `buildAuthorizationUrl`
 * @see RFC 9126 §4
 * @see RFC 9101 §5
 */
export async function deliverAuthorization(
  context: ExchangeContext,
  message: RequestObjectMessage,
  delivery: AuthorizationDelivery,
): Promise<DeliveredAuthorization> {
  const { extra, signal } = delivery;
  const isPushed = choosePushing(context, delivery);
  const object = await signRequest(context, message, delivery);
  if (isPushed) {
    const startedAt = context.clock();
    const { client_id } = message;
    const pushed = object === undefined ? message : { client_id, request: object };
    const { request_uri, expires_in } = await fetchPushedAuthorization(context, pushed, {
      signal,
      extra: object === undefined ? extra : undefined,
    });
    const url = buildAuthorizationUrl(context, { client_id, request_uri });
    return { url, expiresAt: expiryOf({ expires_in }, startedAt) };
  }
  if (object === undefined) return { url: buildAuthorizationUrl(context, message, { extra }), expiresAt: undefined };
  const lifetimeSeconds = delivery.requestObject?.lifetimeSeconds ?? defaultLifetimeSeconds;
  const expiresAt = context.clock() + lifetimeSeconds * 1000;
  const { host } = delivery.requestObject ?? {};
  requireAccepted(context, host === undefined ? "request_parameter_supported" : "request_uri_parameter_supported");
  const reference = host === undefined ? { request: object } : { request_uri: await host.put(object) };
  return { url: buildAuthorizationUrl(context, { ...parametersOutside(message), ...reference }), expiresAt };
}

function choosePushing(
  { metadata, auth }: ExchangeContext,
  { registration, pushedAuthorizationRequests = "auto" }: AuthorizationDelivery,
): boolean {
  const required =
    metadata.require_pushed_authorization_requests === true ||
    registration?.require_pushed_authorization_requests === true;
  if (pushedAuthorizationRequests === "always") return true;
  if (pushedAuthorizationRequests === "auto") {
    return required || (metadata.pushed_authorization_request_endpoint !== undefined && auth.method !== "none");
  }
  if (!required) return false;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: 'Pushed authorization requests are required, and pushedAuthorizationRequests is "never".',
    parameter: "pushedAuthorizationRequests",
    specification: specification("rfc9126", "5"),
    remedy: 'Leave the option out, or set it to "auto".',
  });
}

async function signRequest(
  context: ExchangeContext,
  message: RequestObjectMessage,
  { registration = {}, requestObject, key: clientKey, extra, signal }: AuthorizationDelivery,
): Promise<string | undefined> {
  const { request_object_signing_alg: algorithm, request_object_encryption_alg: encryptionAlgorithm } = registration;
  const required =
    context.metadata.require_signed_request_object === true ||
    registration.require_signed_request_object === true ||
    algorithm !== undefined ||
    encryptionAlgorithm !== undefined;
  const { key = clientKey, lifetimeSeconds = defaultLifetimeSeconds, encryptionKey } = requestObject ?? {};
  if (requestObject === undefined && !required) return undefined;
  if (key === undefined) throw noSigningKey();
  const encryption =
    encryptionAlgorithm === undefined
      ? undefined
      : {
          algorithm: encryptionAlgorithm,
          encryption: registration.request_object_encryption_enc,
          key: encryptionKey,
        };
  return createRequestObject(context, message, { key, algorithm, lifetimeSeconds, encryption, extra, signal });
}

/** A request of OpenID Connect names its response type and its scope beside the object too. */
function parametersOutside({ client_id, response_type, scope }: RequestObjectMessage): AuthorizationRequest {
  if (scope === undefined || response_type === undefined || !hasOpenidScope(scope)) return { client_id };
  return { client_id, response_type, scope: "openid" };
}

/** Only what a server denies is refused here: OAuth servers announce neither. */
function requireAccepted(
  { metadata }: ExchangeContext,
  parameter: "request_parameter_supported" | "request_uri_parameter_supported",
): void {
  if (metadata[parameter] !== false) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The server announces that it takes no request objects this way (${parameter}).`,
    parameter,
    specification: specification("oidc-discovery", "3", [oidcDiscoveryLabel]),
    remedy: "Push the request, or pass the object the other way (requestObject.host).",
  });
}

function noSigningKey(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The authorization request must be a signed request object, and there is no key to sign it with.",
    parameter: "requestObject",
    specification: specification("rfc9101", "10.5"),
    remedy: "Give key, or requestObject: { key }, the private key whose public half the server knows for this client.",
  });
}

const defaultLifetimeSeconds = 300;
