import type { CallOptions } from "../exchange/context.ts";
import { withRequestEvents } from "../exchange/observe-requests.ts";
import { applyProfile } from "./apply-profile.ts";
import { createAuthorizationMethods } from "./authorization-methods.ts";
import { createBackchannelMethods } from "./backchannel-methods.ts";
import { withCheckedCalls } from "./check-call-options.ts";
import type { Client } from "./client.ts";
import { createContextSource } from "./context-source.ts";
import { createDeviceMethods } from "./device-methods.ts";
import { createIntrospectionMethods } from "./introspection-methods.ts";
import { createLogoutMethods } from "./logout-methods.ts";
import type { ClientOptions } from "./options.ts";
import type { ClientOwner } from "./owner.ts";
import { withReportedCalls } from "./report-calls.ts";
import { createResourceMethods } from "./resource-methods.ts";
import { createRevocationMethods } from "./revocation-methods.ts";
import { createTokenMethods } from "./token-methods.ts";
import { createUserinfoMethods } from "./userinfo-methods.ts";

/**
 * Creates a client. Nothing is fetched before the first call that needs it.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option that is wrong; `ERR_CONFIGURATION_PROFILE` with everything that
 * the profile refuses
 */
export function createClient<Custom = undefined>(given: ClientOptions<Custom>): Client<Custom> {
  const { options: own, profile } = applyProfile(given);
  const options = withRequestEvents(own, own.clock);
  const contextFor = createContextSource(options, profile);
  // Token sets are of the issuer that the metadata has.
  const owner: ClientOwner = {
    options: { ...options, issuer: options.issuerTemplate?.template ?? options.issuer },
    profile,
    contextFor,
  };
  const client: Client<Custom> = {
    ...createAuthorizationMethods<Custom>(owner),
    ...createBackchannelMethods(owner),
    ...createDeviceMethods(owner),
    ...createTokenMethods<Custom>(owner),
    ...createUserinfoMethods(owner),
    ...createResourceMethods(owner),
    ...createLogoutMethods(owner),
    ...createRevocationMethods(owner),
    ...createIntrospectionMethods(owner),
    metadata: async ({ signal }: Pick<CallOptions, "signal"> = {}) => (await owner.contextFor(signal)).metadata,
    context: ({ signal }: Pick<CallOptions, "signal"> = {}) => owner.contextFor(signal),
  };
  return Object.freeze(withCheckedCalls(withReportedCalls(client, owner.options)));
}
