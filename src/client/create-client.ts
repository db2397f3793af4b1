import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { type AuthorizationMethods, createAuthorizationMethods } from "./authorization-methods.ts";
import { type BackchannelMethods, createBackchannelMethods } from "./backchannel-methods.ts";
import { createContextSource } from "./context-source.ts";
import { createDeviceMethods, type DeviceMethods } from "./device-methods.ts";
import { createIntrospectionMethods, type IntrospectionMethods } from "./introspection-methods.ts";
import { createLogoutMethods, type LogoutMethods } from "./logout-methods.ts";
import type { ClientOptions } from "./options.ts";
import type { ClientOwner } from "./owner.ts";
import { createResourceMethods, type ResourceMethods } from "./resource-methods.ts";
import { createRevocationMethods, type RevocationMethods } from "./revocation-methods.ts";
import { createTokenMethods, type TokenMethods } from "./token-methods.ts";
import { createUserinfoMethods, type UserinfoMethods } from "./userinfo-methods.ts";

/** A client of one authorization server or OpenID provider. */
export interface Client
  extends AuthorizationMethods,
    BackchannelMethods,
    DeviceMethods,
    IntrospectionMethods,
    LogoutMethods,
    ResourceMethods,
    RevocationMethods,
    TokenMethods,
    UserinfoMethods {
  /** The server's metadata, from memory or fetched. */
  readonly metadata: (options?: Pick<CallOptions, "signal">) => Promise<AuthorizationServerMetadata>;
  /** The context of the next call, for the functions of `ts-identity-model/endpoints`. It may be kept for one piece of work, not for good: metadata change. */
  readonly context: (options?: Pick<CallOptions, "signal">) => Promise<ExchangeContext>;
}

/**
 * Creates a client. Nothing is fetched before the first call that needs it.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option that is wrong
 */
export function createClient(options: ClientOptions): Client {
  const owner: ClientOwner = { options, contextFor: createContextSource(options) };
  return Object.freeze({
    ...createAuthorizationMethods(owner),
    ...createBackchannelMethods(owner),
    ...createDeviceMethods(owner),
    ...createTokenMethods(owner),
    ...createUserinfoMethods(owner),
    ...createResourceMethods(owner),
    ...createLogoutMethods(owner),
    ...createRevocationMethods(owner),
    ...createIntrospectionMethods(owner),
    metadata: async ({ signal }: Pick<CallOptions, "signal"> = {}) => (await owner.contextFor(signal)).metadata,
    context: ({ signal }: Pick<CallOptions, "signal"> = {}) => owner.contextFor(signal),
  });
}
