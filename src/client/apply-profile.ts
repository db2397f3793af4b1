import { checkClientOptions } from "./check-options.ts";
import type { ClientOptions, ClientProfile, ClientProfileName } from "./options.ts";
import { fapiCiba } from "./profiles/fapi-ciba.ts";
import { fapi2MessageSigning } from "./profiles/fapi2-message-signing.ts";
import { fapi2Security } from "./profiles/fapi2-security.ts";
import { oauth21 } from "./profiles/oauth21.ts";

/** Options with what their profile demands, and the profile. */
export interface ProfiledOptions<Custom> {
  readonly options: ClientOptions<Custom>;
  readonly profile: ClientProfile | undefined;
}

/**
 * Checks the options of a client, and gives them with what their profile demands; without a profile, as they are.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`, `ERR_CONFIGURATION_PROFILE`
 */
export function applyProfile<Custom>(options: ClientOptions<Custom>): ProfiledOptions<Custom> {
  checkClientOptions(options);
  if (options.profile === undefined) return { options, profile: undefined };
  const profile = profiles[options.profile];
  return { options: profile.apply(options), profile };
}

const profiles: Readonly<Record<ClientProfileName, ClientProfile>> = {
  "fapi2-security": fapi2Security,
  "fapi2-message-signing": fapi2MessageSigning,
  "fapi-ciba": fapiCiba,
  oauth21,
};
