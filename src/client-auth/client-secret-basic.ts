import { clientSecretBasic as method } from "../constants/client-authentication-methods.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { encodeFormText } from "../schema/form.ts";
import type { ClientAuthentication } from "./client-authentication.ts";
import { checkClientSecret } from "./client-secret.ts";

/** Options of {@link clientSecretBasic}. */
export interface ClientSecretBasicOptions {
  /**
   * How id and secret are written before Base64. `form` (default) is the specification's: `application/x-www-form-urlencoded`.
   * `raw` is for servers that do not decode it; it differs only for characters other than letters, digits, `-`, `.`, `_` and `*`.
   */
  readonly encoding?: "form" | "raw" | undefined;
}

/**
 * Creates the authentication with a client secret in the `Authorization` header field. Only what must be encoded is, so
 * that an id such as `my-client.id` reaches a server that does not decode unharmed.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for an empty secret, `ERR_CONFIGURATION_OPTION` for an unknown
 * encoding; later `ERR_CONFIGURATION_OPTION` when `raw` meets a `client_id` with a colon
 * @see RFC 6749 §2.3.1
 */
export function clientSecretBasic(
  secret: string,
  { encoding = "form" }: ClientSecretBasicOptions = {},
): ClientAuthentication {
  checkClientSecret(secret);
  checkEncoding(encoding);
  const encode = encoding === "form" ? encodeFormText : encodeUtf8;
  return Object.freeze<ClientAuthentication>({
    method,
    authenticate: async ({ clientId }) => {
      if (encoding === "raw") checkRawClientId(clientId);
      const credentials = btoa(`${encode(clientId)}:${encode(secret)}`);
      return { headers: { authorization: `Basic ${credentials}` }, body: {} };
    },
  });
}

/** UTF-8 octets as the characters that `btoa` takes. */
function encodeUtf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (octet) => String.fromCharCode(octet)).join("");
}

/** A misspelt name would silently send other credentials. */
function checkEncoding(encoding: unknown): void {
  if (encoding === "form" || encoding === "raw") return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "encoding must be form or raw.",
    specification: specification("rfc6749", "2.3.1"),
    parameter: "encoding",
  });
}

function checkRawClientId(clientId: string): void {
  if (!clientId.includes(":")) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "A client_id with a colon cannot be sent raw: the server would take its end for the secret.",
    specification: specification("rfc6749", "2.3.1"),
    parameter: "client_id",
    remedy: "Leave the option encoding at form, or use clientSecretPost.",
  });
}
