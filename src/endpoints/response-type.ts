import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";

/** What a response type makes the authorization endpoint return, and where. */
export interface ResponseTypeParts {
  /** The parameters that the response must have: `code`, `id_token`, `access_token`. */
  readonly parameters: readonly ResponseParameter[];
  /** How the response comes back when no `response_mode` is asked for. */
  readonly defaultMode: "query" | "fragment";
}

/** A parameter whose presence in the response follows from the response type. */
export type ResponseParameter = "code" | "id_token" | "access_token";

/**
 * Reads a `response_type`. The order of its values has no meaning.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for one that no flow of OAuth 2.0 or OpenID Connect defines
 * @see RFC 6749 §3.1.1
 * @see OAuth 2.0 Multiple Response Types §5
 */
export function readResponseType(responseType = "code"): ResponseTypeParts {
  const values = String(responseType).split(" ");
  const parameters = values.flatMap((value) => parameterOf.get(value) ?? []);
  if (parameters.length === values.length && new Set(values).size === values.length) {
    return { parameters, defaultMode: responseType === "code" ? "query" : "fragment" };
  }
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The response_type ${JSON.stringify(printable(String(responseType), 40))} is not one that this client can read.`,
    parameter: "response_type",
    specification: specification("rfc6749", "3.1.1"),
    remedy:
      'Use "code"; for old servers "code id_token", "code token", "code id_token token", "id_token", "id_token token" or "token".',
  });
}

/**
 * How the response to a request comes back: as asked for, else as its response type says. The part before `.jwt` of a JWT mode
 * says where the `response` parameter stands.
 * @throws as {@link readResponseType}, and for a `response_mode` that does not exist or puts tokens into the query
 * @see OAuth 2.0 Multiple Response Types §2.1
 * @see JARM §2.3
 */
export function readResponseMode(responseType: string | undefined, responseMode: string | undefined): ResponsePlace {
  const { parameters, defaultMode } = readResponseType(responseType);
  const [mode = "", jwt, ...more] = modeText(responseMode, defaultMode).split(".");
  const isKnown = isMode(mode) && more.length === 0 && (jwt === undefined || jwt === "jwt");
  // An encrypted JWT may stand in the query; whether it will be one is for the registration to say, so it is not asked for here.
  if (isKnown && !(mode === "query" && parameters.some((name) => name !== "code")))
    return { mode, isJwt: jwt === "jwt" };
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: isKnown
      ? "Tokens must not be returned in the query."
      : "The response_mode must be query, fragment, form_post, or one of these followed by .jwt, or jwt.",
    parameter: "response_mode",
    specification: isKnown ? specification("oauth-responses", "5") : specification("oauth-responses", "2.1"),
  });
}

function modeText(responseMode: unknown, defaultMode: string): string {
  if (responseMode === undefined) return defaultMode;
  return responseMode === "jwt" ? `${defaultMode}.jwt` : typeof responseMode === "string" ? responseMode : "";
}

/** Where a response stands, and whether it is a signed JWT. */
export interface ResponsePlace {
  readonly mode: "query" | "fragment" | "form_post";
  readonly isJwt: boolean;
}

function isMode(value: string): value is ResponsePlace["mode"] {
  return value === "query" || value === "fragment" || value === "form_post";
}

const parameterOf: ReadonlyMap<string, ResponseParameter> = /* @__PURE__ */ new Map<string, ResponseParameter>([
  ["code", "code"],
  ["id_token", "id_token"],
  ["token", "access_token"],
]);
