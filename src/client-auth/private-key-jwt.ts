import type { Jwk } from "../../generated/messages/jwk.ts";
import { clientAuthenticationMethods } from "../constants/client-authentication-methods.ts";
import { choosePrivateKeyAlgorithm, isCryptoKey } from "../jose/signing-key.ts";
import { type ClientAssertionOptions, checkAssertionOptions, makeClientAssertion } from "./client-assertion.ts";
import type { ClientAuthentication } from "./client-authentication.ts";

/** A private key with what a key alone does not say. */
export interface ClientPrivateKey {
  readonly key: CryptoKey | Jwk;
  /** Name under which the server knows the public key. Default: the key's own `kid`. */
  readonly kid?: string | undefined;
  /** Default: the key's own `alg`, else the one that fits the key (`RS256` for an RSA key in JWK form). */
  readonly alg?: string | undefined;
}

/** Options of {@link privateKeyJwt}. */
export interface PrivateKeyJwtOptions extends ClientAssertionOptions {}

/**
 * Creates the authentication with an assertion that the client's private key signs.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for a key that is public, weak, or does not fit its algorithm
 * @see OpenID Connect Core §9
 * @see RFC 7523 §2.2
 */
export function privateKeyJwt(
  key: CryptoKey | Jwk | ClientPrivateKey,
  options: PrivateKeyJwtOptions = {},
): ClientAuthentication {
  checkAssertionOptions(options);
  const { key: signingKey, kid, alg } = isClientPrivateKey(key) ? key : { key };
  const { algorithm } = choosePrivateKeyAlgorithm(signingKey, alg);
  const signer = {
    alg: algorithm.name,
    kid: kid ?? (isCryptoKey(signingKey) ? undefined : signingKey.kid),
    key: signingKey,
  };
  return Object.freeze<ClientAuthentication>({
    method: clientAuthenticationMethods.privateKeyJwt,
    authenticate: async (context) => makeClientAssertion(context, signer, options),
  });
}

function isClientPrivateKey(key: CryptoKey | Jwk | ClientPrivateKey): key is ClientPrivateKey {
  return !isCryptoKey(key) && "key" in key && typeof key.key === "object";
}
