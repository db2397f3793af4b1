import { oidcFrontchannelLabel } from "../../generated/documents.ts";
import {
  type FrontchannelLogoutRequest,
  frontchannelLogoutRequestSchema,
} from "../../generated/messages/frontchannel-logout-request.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { repeatedParameters } from "../exchange/repeated-parameters.ts";
import { checkMessage } from "../schema/check.ts";
import { documentLabelsOf } from "../schema/document-labels.ts";
import { decodeParameters } from "../schema/form.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import { type ReceivedQuery, readReceivedQuery } from "./received-query.ts";

/** What reading a front-channel logout may be given. */
export interface FrontchannelLogoutOptions {
  /** Whether `iss` and `sid` must be there: the registered `frontchannel_logout_session_required`. Default `false`. */
  readonly requireSession?: boolean | undefined;
}

/**
 * Reads the request with which a page of the provider loads the client's `frontchannel_logout_uri` in a frame. It is not signed: anybody can
 * make a browser load it, and without `iss` and `sid` it asks to end whatever session this browser has.
 * @returns `iss` and `sid`, frozen; compare `sid` with the one of the session's ID token before ending it
 * @throws VerificationError `ERR_VERIFICATION_PARAMETER_REPEATED`, `ERR_VERIFICATION_ISSUER`
 * @throws ValidationError `ERR_VALIDATION_RECEIVED_REQUEST` for one of `iss` and `sid` alone, or neither where the session is required
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for something that is not a GET request
 * @see OpenID Connect Front-Channel Logout §2
 */
export function readFrontchannelLogout(
  context: Pick<ExchangeContext, "metadata" | "report">,
  request: ReceivedQuery,
  { requireSession = false }: FrontchannelLogoutOptions = {},
): Pick<FrontchannelLogoutRequest, "iss" | "sid"> {
  const { issuer } = context.metadata;
  const message = decode(readReceivedQuery(request, { parameter: "request", base: issuer }));
  if (message.iss !== undefined && message.iss !== issuer) {
    throw new VerificationError("ERR_VERIFICATION_ISSUER", {
      message: `The logout request has iss ${quotePrintable(String(message.iss))}; expected ${JSON.stringify(issuer)}.`,
      parameter: "iss",
      endpoint,
      specification: specification("oidc-frontchannel", "2", [oidcFrontchannelLabel]),
      remedy: "Do not end the session: the request is about a session at another provider.",
    });
  }
  const result = checkMessage(frontchannelLogoutRequestSchema, message);
  const missing = ["iss", "sid"].filter((name) => requireSession && message[name] === undefined);
  const issues = [
    ...(result.ok ? [] : result.issues),
    ...missing.map((name) => ({
      pointer: `/${name}`,
      keyword: "required",
      message: "is required, because the client is registered with frontchannel_logout_session_required",
      specification: specification("oidc-frontchannel", "2", [oidcFrontchannelLabel]),
      tolerances: [],
    })),
  ];
  if (!result.ok || issues.length > 0) {
    const messageName = frontchannelLogoutRequestSchema.name;
    throw new ValidationError("ERR_VALIDATION_RECEIVED_REQUEST", { messageName, issues, endpoint });
  }
  context.report?.({
    type: "exchange",
    request: undefined,
    message: frontchannelLogoutRequestSchema.name,
    documents: documentLabelsOf(frontchannelLogoutRequestSchema),
    endpoint,
    status: undefined,
    durationMs: undefined,
  });
  return Object.freeze(result.message);
}

/** What the answer to a front-channel logout may be given. */
export interface FrontchannelLogoutResponseOptions {
  /** Origins of further pages that frame the client, where the provider's login pages are on another host than its issuer. */
  readonly frameAncestors?: readonly string[] | undefined;
}

/**
 * Builds the answer to a front-channel logout: an empty page that no cache keeps and that only the provider may frame (its issuer and its
 * end session endpoint). Set the field that clears the session's cookie on it, and no `X-Frame-Options` anywhere.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a `frameAncestors` that is no origin
 * @see OpenID Connect Front-Channel Logout §2
 */
export function buildFrontchannelLogoutResponse(
  { metadata }: Pick<ExchangeContext, "metadata">,
  { frameAncestors = [] }: FrontchannelLogoutResponseOptions = {},
): Response {
  const own = [metadata.issuer, metadata.end_session_endpoint].flatMap((url) => parseUrl(url ?? "")?.origin ?? []);
  const ancestors = new Set([...own, ...frameAncestors.map(requireOrigin)]);
  return new Response("<!doctype html><title>Signed out</title>", {
    headers: {
      "cache-control": "no-store",
      "content-security-policy": `frame-ancestors ${[...ancestors].join(" ")}`,
      "content-type": "text/html; charset=utf-8",
    },
  });
}

/** Only the two parameters of the message: the registered URI may have others of its own, repeated as it likes. */
function decode(parameters: URLSearchParams): Readonly<Record<string, unknown>> {
  const own = [...parameters].filter(([name]) => name === "iss" || name === "sid");
  const decoded = decodeParameters(new URLSearchParams(own), frontchannelLogoutRequestSchema);
  if (!decoded.ok) throw repeatedParameters(decoded.repeated, endpoint);
  return decoded.message;
}

/** Anything else would be written into the field as it is. */
function requireOrigin(text: string): string {
  const url = typeof text === "string" ? parseUrl(text) : undefined;
  if (url !== undefined && isSecureUrl(url) && url.origin === text) return text;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "frameAncestors must be origins such as https://login.example.com.",
    parameter: "frameAncestors",
  });
}

const endpoint = "frontchannel_logout_uri";
