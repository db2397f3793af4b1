import type { AuthenticationMethod } from "./authentication-method.ts";

/**
 * Public clients: they say who they are, and prove nothing. One that sends a secret all the same is refused, since it is not what it is taken for.
 * @see RFC 6749 §3.2.1
 */
export const noneMethod: AuthenticationMethod = {
  isProof: false,
  verify: (_context, { credentials }) =>
    credentials.via === "nothing" ? undefined : "credentials of a client that is registered without any",
};
