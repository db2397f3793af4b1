import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/**
 * The header that presents a bearer token.
 * @param parameter - what the token is called, for the error
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a text that cannot travel in the header
 * @see RFC 6750 §2.1
 */
export function bearerHeaders(accessToken: string, parameter = "access_token"): Readonly<Record<string, string>> {
  if (token68.test(accessToken)) return { authorization: `Bearer ${accessToken}` };
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The ${parameter.replaceAll("_", " ")} has characters that a Bearer credential cannot have.`,
    parameter,
    specification: specification("rfc6750", "2.1"),
    remedy: "Pass the access token alone, without its type.",
  });
}

const token68 = /^[A-Za-z0-9._~+/-]+=*$/;
