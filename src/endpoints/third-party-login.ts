import { thirdPartyLoginRequestSchema } from "../../generated/messages/third-party-login-request.ts";
import { defaultTimeoutMs } from "../constants/limits.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { repeatedParameters } from "../exchange/repeated-parameters.ts";
import { isFormType, isRequest, isUnread, readRequestBody } from "../http/request-body.ts";
import { checkMessage } from "../schema/check.ts";
import { decodeParameters } from "../schema/form.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";

/** Whose requests are heeded, and where they may lead. */
export interface ThirdPartyLoginOptions {
  /** Issuers that the application lets users log in at. */
  readonly issuers: readonly string[];
  /**
   * Pages of the application that a request may name as the one to show after the login: absolute URLs, each meaning itself and
   * everything below its path (`https://app.example.com/` the whole origin). Default: none, and `target_link_uri` is left out.
   */
  readonly targetLinkUris?: readonly string[] | undefined;
  /** How long a posted form may take to arrive, in milliseconds. Default 30 000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A login that somebody else asks for, checked. */
export interface ThirdPartyLogin {
  /** One of the issuers allowed: use the client of this one. */
  readonly issuer: string;
  /** For `startAuthorization`. */
  readonly parameters: { readonly login_hint?: string };
  /** The page to show after the login, for `appState`; one of those allowed. */
  readonly targetLinkUri: string | undefined;
}

/**
 * Reads a request to the application's `initiate_login_uri`, with which a provider or a portal asks it to start a login. Anybody can
 * make such a request: it starts a login at an issuer of the application and nothing more.
 * @param request - the request (GET, or a form post), its URL (absolute, or path and query), or its parameters
 * @throws ValidationError `ERR_VALIDATION_RECEIVED_REQUEST` with every problem of the parameters; VerificationError `ERR_VERIFICATION_ISSUER` for an
 * issuer, `ERR_VERIFICATION_TARGET_LINK` for a page that is not allowed, `ERR_VERIFICATION_PARAMETER_REPEATED`; ConfigurationError
 * `ERR_CONFIGURATION_OPTION` for something that is no such request; TransportError when a form does not arrive in time
 * @see OpenID Connect Core §4
 */
export async function readThirdPartyLogin(
  request: Request | URL | URLSearchParams | string,
  options: ThirdPartyLoginOptions,
): Promise<ThirdPartyLogin> {
  const { issuers, targetLinkUris } = options;
  requireList("issuers", issuers);
  if (targetLinkUris !== undefined) requireList("targetLinkUris", targetLinkUris);
  const parameters = await readParameters(request, options);
  const decoded = decodeParameters(parameters, thirdPartyLoginRequestSchema);
  if (!decoded.ok) throw repeatedParameters(decoded.repeated, endpoint);
  const checked = checkMessage(thirdPartyLoginRequestSchema, decoded.message);
  if (!checked.ok) {
    const { name } = thirdPartyLoginRequestSchema;
    throw new ValidationError("ERR_VALIDATION_RECEIVED_REQUEST", {
      messageName: name,
      issues: checked.issues,
      endpoint,
    });
  }
  const { iss, login_hint, target_link_uri } = checked.message;
  if (!issuers.includes(iss)) throw foreignIssuer(iss);
  return Object.freeze({
    issuer: iss,
    parameters: Object.freeze(login_hint === undefined ? {} : { login_hint }),
    targetLinkUri:
      targetLinkUris === undefined || target_link_uri === undefined
        ? undefined
        : chooseTarget(target_link_uri, targetLinkUris),
  });
}

async function readParameters(
  request: Request | URL | URLSearchParams | string,
  { timeoutMs = defaultTimeoutMs, signal }: ThirdPartyLoginOptions,
): Promise<URLSearchParams> {
  if (request instanceof URLSearchParams) return request;
  if (request instanceof URL) return request.searchParams;
  if (typeof request === "string") return parametersOf(request);
  if (!isRequest(request)) throw notALogin("It is neither a Request, nor a URL, nor parameters.");
  if (request.method === "GET") return parametersOf(request.url);
  if (request.method !== "POST" || !isUnread(request) || !isFormType(request.headers.get("content-type"))) {
    throw notALogin("It is neither a GET nor a form POST whose body is unread.");
  }
  const refuse = (problem: string): Error => notALogin(`The form ${problem}.`);
  return new URLSearchParams(await readRequestBody(request, { timeoutMs, signal, endpoint, maxBytes, refuse }));
}

function parametersOf(url: string): URLSearchParams {
  const parsed = parseUrl(url, "https://application.invalid/");
  if (parsed !== undefined) return parsed.searchParams;
  throw notALogin("It is not a URL.");
}

/** The URL as it was parsed is what is compared and what is given, so that no browser reads another one in it. */
function chooseTarget(target: string, allowed: readonly string[]): string {
  const url = parseUrl(target);
  const isPlain = url !== undefined && isSecureUrl(url) && url.username === "" && url.password === "";
  if (isPlain && allowed.some((entry) => isBelow(url, readAllowed(entry)))) return url.href;
  throw new VerificationError("ERR_VERIFICATION_TARGET_LINK", {
    message: `The target_link_uri ${quotePrintable(target, 200)} is not a page that targetLinkUris allow.`,
    parameter: "target_link_uri",
    endpoint,
    specification: specification("oidc-core", "4"),
    remedy: "Do not send the browser there; the request may come from anybody.",
  });
}

function isBelow(url: URL, base: URL): boolean {
  if (url.origin !== base.origin) return false;
  const folder = base.pathname.endsWith("/") ? base.pathname : `${base.pathname}/`;
  return url.pathname === base.pathname || url.pathname.startsWith(folder);
}

function readAllowed(entry: string): URL {
  const url = parseUrl(entry);
  if (url !== undefined && isSecureUrl(url) && url.search === "" && url.hash === "") return url;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "Each of targetLinkUris must be an absolute https URL without query and fragment.",
    parameter: "targetLinkUris",
    specification: specification("oidc-core", "4"),
  });
}

/** For callers without types: of one text, every part would be allowed. */
function requireList(parameter: string, value: unknown): void {
  if (Array.isArray(value)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} must be a list of URLs.`,
    parameter,
    specification: specification("oidc-core", "4"),
  });
}

function foreignIssuer(iss: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_ISSUER", {
    message: `The login is asked for at the issuer ${quotePrintable(iss, 200)}, which is not one of the application's.`,
    parameter: "iss",
    endpoint,
    specification: specification("oidc-core", "4"),
    remedy: "Do not start a login there.",
  });
}

function notALogin(message: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message,
    parameter: "request",
    specification: specification("oidc-core", "4"),
    remedy: "Pass the Request, its URL (req.url in Node), or new URLSearchParams(body).",
  });
}

const endpoint = "initiate_login_uri";
const maxBytes = 65_536;
