import type { AuthenticationMethod } from "./authentication-method.ts";
import { verifySecret } from "./verify-secret.ts";

/**
 * Clients that send their secret in the body. They may as well use the `Authorization` field.
 * @see RFC 6749 §2.3.1
 */
export const clientSecretPostMethod: AuthenticationMethod = { isProof: true, verify: verifySecret };
