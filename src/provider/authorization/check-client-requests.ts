import { oidcRegistrationLabel } from "../../../generated/documents.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { listJweEncryptions } from "../../jose/jwe-algorithms.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";

/**
 * Checks that request objects of a client of the configuration can be opened as it is registered to encrypt them, so that the start fails and not every login.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the client and the member
 * @see OpenID Connect Dynamic Client Registration §2
 */
export function requireClientRequests(
  { clientId, metadata }: RegisteredClient,
  encryptionAlgorithms: readonly string[],
): void {
  const { request_object_encryption_alg: algorithm, request_object_encryption_enc: encryption } = metadata;
  if (algorithm !== undefined && !encryptionAlgorithms.includes(algorithm))
    throw wrong(clientId, "request_object_encryption_alg must be one of keys.encryptionAlgorithms");
  if (encryption !== undefined && !listJweEncryptions().includes(encryption))
    throw wrong(clientId, `request_object_encryption_enc must be one of ${listJweEncryptions().join(", ")}`);
}

function wrong(clientId: string, problem: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `Of the client ${JSON.stringify(clientId)} ${problem}.`,
    parameter: "clients",
    specification: specification("oidc-registration", "2", [oidcRegistrationLabel]),
  });
}
