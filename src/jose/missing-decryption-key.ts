import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/** The error for an encrypted message where no key was given. */
export function missingDecryptionKey(name: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_DECRYPTION_KEY", {
    message: `The ${name} is encrypted, and there is no key to decrypt it with.`,
    specification: specification("oidc-core", "10.2"),
    parameter: "decryptionKeys",
    remedy: "Give the private keys whose public halves the server knows, or register the client without encryption.",
  });
}
