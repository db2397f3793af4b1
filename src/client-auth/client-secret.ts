import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/**
 * Checks that there is a secret at all: an empty one, usually a variable that was not set, would be sent as a public client's.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY`
 * @see RFC 6749 §2.3.1
 */
export function checkClientSecret(secret: string): void {
  if (typeof secret === "string" && secret !== "") return;
  throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: "The client_secret is empty.",
    specification: specification("rfc6749", "2.3.1"),
    parameter: "client_secret",
  });
}
