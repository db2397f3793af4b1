import { fetchProtectedResource, type ResourceRequest } from "../endpoints/resource-request.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import type { ClientOwner } from "./owner.ts";
import { requireAccessToken } from "./token-set-checks.ts";

/** Calling APIs. */
export interface ResourceMethods {
  /**
   * Calls a protected resource with the access token of a token set; a bound one comes with a proof, once more where the resource demands a nonce. The answer comes
   * back whatever its status, with its body unread. The client's `headers` are not sent: they are for the authorization server.
   * @throws as `fetchProtectedResource` of `ts-identity-model/endpoints`
   * @see RFC 6750 §2.1
   * @see RFC 9449 §7.1
   */
  readonly fetchResource: (tokens: TokenSet, request: ResourceRequest) => Promise<Response>;
}

/** Creates the methods that call resources. */
export function createResourceMethods({ options }: ClientOwner): ResourceMethods {
  return {
    async fetchResource(tokens, request) {
      return fetchProtectedResource(options, requireAccessToken(tokens), request);
    },
  };
}
