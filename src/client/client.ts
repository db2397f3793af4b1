import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import type { AuthorizationMethods } from "./authorization-methods.ts";
import type { BackchannelMethods } from "./backchannel-methods.ts";
import type { DeviceMethods } from "./device-methods.ts";
import type { IntrospectionMethods } from "./introspection-methods.ts";
import type { LogoutMethods } from "./logout-methods.ts";
import type { ResourceMethods } from "./resource-methods.ts";
import type { RevocationMethods } from "./revocation-methods.ts";
import type { TokenMethods } from "./token-methods.ts";
import type { UserinfoMethods } from "./userinfo-methods.ts";

/** A client of one authorization server or OpenID provider; `Custom` is what its option `idTokenClaims` makes of claims. */
export interface Client<Custom = undefined>
  extends AuthorizationMethods<Custom>,
    BackchannelMethods,
    DeviceMethods,
    IntrospectionMethods,
    LogoutMethods,
    ResourceMethods,
    RevocationMethods,
    TokenMethods<Custom>,
    UserinfoMethods {
  /** The server's metadata, from memory or fetched. */
  readonly metadata: (options?: Pick<CallOptions, "signal">) => Promise<AuthorizationServerMetadata>;
  /** The context of the next call, for the functions of `ts-identity-model/endpoints`. It may be kept for one piece of work, not for good: metadata change. */
  readonly context: (options?: Pick<CallOptions, "signal">) => Promise<ExchangeContext>;
}
