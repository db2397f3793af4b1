import type { IntrospectionRequest } from "../../generated/messages/introspection-request.ts";
import { fetchIntrospection, type Introspection, type IntrospectionOptions } from "../endpoints/introspection.ts";
import type { IntrospectionCache } from "../endpoints/introspection-cache.ts";
import type { ClientOwner } from "./owner.ts";

/** What an introspection of a client may be given. */
export interface ClientIntrospectionOptions extends IntrospectionOptions {
  /** Keeps answers for a while; made by `createIntrospectionCache`. Default: the server is asked each time. */
  readonly cache?: IntrospectionCache | undefined;
}

/** Asking about tokens. */
export interface IntrospectionMethods {
  /**
   * Asks the server whether a token is good, and what it stands for; `isActiveFor` answers whether it is good for a purpose.
   * @throws OAuthError when the server said no to the caller, VerificationError for a signed answer that must not be believed
   * @see RFC 7662 §2.1
   */
  readonly introspect: (message: IntrospectionRequest, options?: ClientIntrospectionOptions) => Promise<Introspection>;
}

/** Creates the methods that ask the introspection endpoint. */
export function createIntrospectionMethods({ contextFor, profile }: ClientOwner): IntrospectionMethods {
  return {
    async introspect(message, { cache, ...given } = {}) {
      const call = { ...given, ...profile?.introspection };
      const context = await contextFor(call.signal);
      return cache === undefined
        ? fetchIntrospection(context, message, call)
        : cache.introspect(context, message, call);
    },
  };
}
