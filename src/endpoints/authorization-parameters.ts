import type { AuthorizationRequest } from "../../generated/messages/authorization-request.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/** What an authorization may ask for. State, nonce and PKCE are made anew for it; the rest of the request's members can be given. */
export interface AuthorizationParameters<Scope extends string = string>
  extends Omit<AuthorizationRequest, (typeof madeAnew)[number] | "response_mode" | "response_type" | "scope"> {
  /** Space-delimited scope values. Default `openid`. */
  readonly scope?: Scope | undefined;
  /** What the authorization endpoint returns. Default `code`; every other value is legacy, because tokens in the browser can leak. */
  readonly response_type?: ResponseType | undefined;
  /**
   * How the answer comes back. Default: in the query for `code`, in the fragment for everything else. The modes with `jwt` make it
   * one signed JWT.
   */
  readonly response_mode?: ResponseMode | undefined;
}

/** Values of `response_mode` that a client can read the answer of. */
export type ResponseMode = "query" | "fragment" | "form_post" | "jwt" | "query.jwt" | "fragment.jwt" | "form_post.jwt";

/** Values of `response_type` that a client can read the answer of. */
export type ResponseType =
  | "code"
  | "code id_token"
  | "code token"
  | "code id_token token"
  | "id_token"
  | "id_token token"
  | "token";

/**
 * Checks parameters for callers without types: a scope that is no text would otherwise be written into the request as it is, and
 * a parameter that is made anew for each authorization be lost.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`, `ERR_CONFIGURATION_PARAMETER_RESERVED`
 */
export function checkAuthorizationParameters(parameters: AuthorizationParameters): void {
  const isObject = typeof parameters === "object" && parameters !== null;
  if (!isObject || (parameters.scope !== undefined && typeof parameters.scope !== "string")) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: isObject ? "The scope must be text, values separated by spaces." : "The parameters must be an object.",
      parameter: isObject ? "scope" : "parameters",
      specification: specification("rfc6749", "3.3"),
    });
  }
  const parameter = madeAnew.find((name) => Object.hasOwn(parameters, name));
  if (parameter === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_PARAMETER_RESERVED", {
    message: `The client makes ${parameter} itself.`,
    parameter,
    specification: specification("rfc6749", "4.1.1"),
  });
}

const madeAnew = [
  "client_id",
  "state",
  "nonce",
  "code_challenge",
  "code_challenge_method",
  "request",
  "request_uri",
] as const;
