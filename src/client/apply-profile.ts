import { checkClientOptions } from "./check-options.ts";
import type { ClientOptions } from "./options.ts";

/**
 * Gives the options of a client with what its profile demands; without a profile, as they are.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`, `ERR_CONFIGURATION_PROFILE`
 */
export function applyProfile<Custom>(options: ClientOptions<Custom>): ClientOptions<Custom> {
  checkClientOptions(options);
  return options.profile === undefined ? options : options.profile.apply(options);
}
