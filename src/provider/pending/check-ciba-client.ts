import { cibaLabel } from "../../../generated/documents.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";

/**
 * Ways in which clients learn that a request is decided: they ask, or are told that it is time to ask.
 * @see CIBA Core §4
 */
export const deliveryModes: readonly string[] = ["poll", "ping"];

/**
 * Refuses a client of the configuration that wants what the provider does not do, so that the start fails and not each of its requests.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the client and the member
 * @see CIBA Core §4
 */
export function requireCibaClient({ clientId, metadata }: RegisteredClient): void {
  const { backchannel_token_delivery_mode: mode, backchannel_authentication_request_signing_alg: algorithm } = metadata;
  if (mode !== undefined && !deliveryModes.includes(mode))
    throw wrong(clientId, `backchannel_token_delivery_mode must be one of ${deliveryModes.join(", ")}`);
  if (algorithm !== undefined)
    throw wrong(
      clientId,
      "backchannel_authentication_request_signing_alg can't be set: signed requests are not taken here",
    );
}

function wrong(clientId: string, problem: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `Of the client ${JSON.stringify(clientId)} ${problem}.`,
    parameter: "clients",
    specification: specification("ciba", "4", [cibaLabel]),
  });
}
