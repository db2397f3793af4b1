import { readDPoPProof } from "../dpop/verify-proof.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { type ReceivedHeaders, readReceivedHeader } from "../util/received-header.ts";

/** A request to a resource: a `Request`, or the parts of one. */
export interface ResourceRequestParts {
  readonly method: string;
  /** Absolute, or the path and query alone, as Node has it; then `baseUrl` must be given. */
  readonly url: string;
  readonly headers: ReceivedHeaders;
}

/** A token as it came with a request. Nothing of it has been looked at. */
export interface PresentedToken {
  readonly scheme: "Bearer" | "DPoP";
  readonly token: string;
  readonly proof: string | undefined;
}

/**
 * Finds the access token of a request: in one `Authorization` header, and nowhere else.
 *
 * @throws VerificationError `ERR_VERIFICATION_TOKEN_MISSING` for a request without token, `ERR_VERIFICATION_DPOP_PROOF` for more than one proof
 * @throws ValidationError `ERR_VALIDATION_RECEIVED_REQUEST` for several tokens, one in the query, or credentials that are malformed
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for what is no request
 * @see RFC 6750 §2.1
 * @see RFC 9449 §7.1
 */
export function readPresentedToken(request: Pick<ResourceRequestParts, "url" | "headers">): PresentedToken {
  if (!isRequest(request)) throw noRequest();
  const { url, headers } = request;
  if (hasTokenInQuery(url)) throw malformed("/access_token", "must not be in the query", "2.3");
  const [credentials, ...more] = readReceivedHeader(headers, "authorization");
  if (more.length > 0) throw malformed("/authorization", "must be one field", "2");
  const scheme = schemes.get(/^[\w-]*/.exec(credentials ?? "")?.[0].toLowerCase() ?? "");
  if (credentials === undefined || scheme === undefined) throw missing();
  const [, token] = credentialsForm.exec(credentials) ?? [];
  // Two fields that were joined have a comma, which no token has.
  if (token === undefined) throw malformed("/authorization", `must be ${scheme}, one space and one token`, "2.1");
  return { scheme, token, proof: readDPoPProof(headers) };
}

/** For callers without types. */
function isRequest(request: Partial<Pick<ResourceRequestParts, "url" | "headers">> | null | undefined): boolean {
  return typeof request?.url === "string" && typeof request.headers === "object" && request.headers !== null;
}

function noRequest(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "request must be a Request, or an object with method, url and headers.",
    parameter: "request",
  });
}

/** Case counts in the name of a parameter, but a server behind this one may see that otherwise. */
function hasTokenInQuery(url: string): boolean {
  const [, query = ""] = /^[^?#]*\?([^#]*)/.exec(url) ?? [];
  // Names are taken apart only where one of them may be it.
  return (
    /access|%/i.test(query) &&
    [...new URLSearchParams(query).keys()].some((name) => name.toLowerCase() === "access_token")
  );
}

function missing(): VerificationError {
  return new VerificationError("ERR_VERIFICATION_TOKEN_MISSING", {
    message: "The request has no access token in its Authorization header.",
    parameter: "Authorization",
    specification: specification("rfc6750", "2.1"),
  });
}

function malformed(pointer: string, message: string, section: string): ValidationError {
  const rule = specification("rfc6750", section);
  const issue = { pointer, keyword: "format", message, specification: rule, tolerances: [] };
  return new ValidationError("ERR_VALIDATION_RECEIVED_REQUEST", { messageName: "resource request", issues: [issue] });
}

const schemes: ReadonlyMap<string, "Bearer" | "DPoP"> = /* @__PURE__ */ new Map([
  ["bearer", "Bearer"],
  ["dpop", "DPoP"],
] as const);

/** A scheme, spaces, and what RFC 9110 calls token68. */
const credentialsForm = /^[A-Za-z]+ +([\w.~+/-]+=*)$/;
