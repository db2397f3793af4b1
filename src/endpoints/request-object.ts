import { fapi2MessageSigningLabel } from "../../generated/documents.ts";
import {
  type AuthorizationRequest,
  authorizationRequestSchema,
} from "../../generated/messages/authorization-request.ts";
import { type RequestObject, requestObjectSchema } from "../../generated/messages/request-object.ts";
import { type ClientKey, resolvePrivateKey } from "../client-auth/private-key-jwt.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { encodeRequest } from "../exchange/request-message.ts";
import { encryptJwe } from "../jose/encrypt-jwe.ts";
import { signJwt } from "../jose/sign-jwt.ts";
import { nowSeconds } from "../util/clock.ts";
import { randomBase64url } from "../util/random.ts";
import { chooseRequestObjectEncryption, type RequestObjectEncryption } from "./request-object-encryption.ts";

/** How a request object is made. */
export interface RequestObjectOptions extends CallOptions {
  /** The client's private key, whose public half the server knows. */
  readonly key: ClientKey;
  /** Value of `alg`. Default: the key's own, else one that fits the key and that the server announces. */
  readonly algorithm?: string | undefined;
  /** How long the object may be used, in seconds, 1 to 3600. Default 300. */
  readonly lifetimeSeconds?: number | undefined;
  /** Encrypts the signed object for the server. Default: it is signed only, and every browser on its way can read it. */
  readonly encryption?: RequestObjectEncryption | undefined;
}

/** An authorization request that is to become a request object. */
export type RequestObjectMessage = Omit<AuthorizationRequest, "request" | "request_uri">;

/**
 * Makes a request object: the message and the `extra` parameters as claims of a JWT (numbers and objects as such, several resources as
 * a list), with `iss`, `aud`, `exp`, `nbf`, `iat` and `jti`, never with `sub`; signed by the client, then encrypted where that is
 * asked for. `nbf` lies back by the context's clock tolerance, because servers refuse what their clock has not reached.
 * @returns the JWT in compact serialisation, for the parameter `request`, for a pushed request, or to be hosted
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a key that cannot sign with an algorithm that the server announces, or when the
 * server has no key to encrypt with; `ERR_CONFIGURATION_PARAMETER_RESERVED` for an extra parameter of the protocol; `ERR_CONFIGURATION_OPTION`
 * @see RFC 9101 §4
 * @see RFC 9101 §10.8
 * @see OpenID Connect Core §6.1
 */
export async function createRequestObject(
  context: ExchangeContext,
  message: RequestObjectMessage,
  options: RequestObjectOptions,
): Promise<string> {
  const { lifetimeSeconds = 300, extra = {}, signal } = options;
  checkLifetime(lifetimeSeconds);
  requireOwnClient(context, message);
  const endpoint = "authorization_endpoint";
  encodeRequest(authorizationRequestSchema, message, { endpoint });
  const iat = nowSeconds(context.clock);
  const { resource, ...members } = message;
  const claims: RequestObject = {
    ...members,
    ...(resource === undefined ? {} : { resource: oneOrAll(resource) }),
    client_id: context.clientId,
    iss: context.clientId,
    aud: context.metadata.issuer,
    exp: iat + lifetimeSeconds,
    nbf: iat - Math.ceil(context.clockToleranceSeconds),
    iat,
    jti: randomBase64url(jtiOctets, context.random),
  };
  encodeRequest(requestObjectSchema, claims, { extra, endpoint });
  const encrypt = await chooseRequestObjectEncryption(context, options.encryption, signal);
  const others = Object.entries(extra).map(([name, value]) => [name, oneOrAll(value)] as const);
  const signed = await sign(context, { ...claims, ...Object.fromEntries(others) }, options);
  return encrypt === undefined ? signed : encryptJwe(signed, { ...encrypt, contentType: "JWT" });
}

async function sign(
  { metadata }: ExchangeContext,
  claims: Readonly<Record<string, unknown>>,
  options: RequestObjectOptions,
): Promise<string> {
  const supported = metadata.request_object_signing_alg_values_supported;
  const { key, kid, alg } = await resolvePrivateKey(options.key, supported, options.algorithm);
  return signJwt({ alg, typ: "oauth-authz-req+jwt", kid }, claims, key);
}

/** One text stands alone in a JWT, several form a list. */
function oneOrAll(value: string | readonly string[]): string | readonly string[] {
  const [first, ...others] = typeof value === "string" ? [value] : value;
  return first !== undefined && others.length === 0 ? first : value;
}

function requireOwnClient({ clientId }: ExchangeContext, message: RequestObjectMessage): void {
  if (message.client_id === clientId) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The client_id of the message is not the client_id of the context.",
    parameter: "client_id",
    specification: specification("rfc9101", "5"),
  });
}

/** FAPI servers refuse objects whose `exp` lies more than an hour after `nbf`. */
function checkLifetime(lifetimeSeconds: number): void {
  if (Number.isSafeInteger(lifetimeSeconds) && lifetimeSeconds > 0 && lifetimeSeconds <= 3600) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "lifetimeSeconds must be a whole number of seconds from 1 to 3600.",
    parameter: "lifetimeSeconds",
    specification: specification("fapi2-message-signing", "5.3.1", [fapi2MessageSigningLabel]),
  });
}

const jtiOctets = 32;
