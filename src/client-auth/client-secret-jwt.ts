import { clientAuthenticationMethods } from "../constants/client-authentication-methods.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findJwsAlgorithm } from "../jose/algorithms.ts";
import { checkSigningKey, chooseSupported, listSecretAlgorithms } from "../jose/signing-key.ts";
import { type ClientAssertionOptions, checkAssertionOptions, makeClientAssertion } from "./client-assertion.ts";
import type { ClientAuthentication } from "./client-authentication.ts";
import { checkClientSecret } from "./client-secret.ts";

/** Options of {@link clientSecretJwt}. */
export interface ClientSecretJwtOptions extends ClientAssertionOptions {
  /** Default: the first of HS256, HS384, HS512 that the server announces and the secret is long enough for; `HS256` where it announces none. */
  readonly alg?: "HS256" | "HS384" | "HS512" | undefined;
}

/**
 * Creates the authentication with an assertion that the client secret signs, so that the secret itself is never sent.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for a secret with fewer octets than the digest, which could be
 * guessed; later when the server announces no algorithm that the secret is long enough for
 * @see OpenID Connect Core §9
 * @see RFC 7518 §3.2
 */
export function clientSecretJwt(secret: string, options: ClientSecretJwtOptions = {}): ClientAuthentication {
  const { alg } = options;
  checkClientSecret(secret);
  checkAssertionOptions(options);
  const algorithm = findJwsAlgorithm(alg ?? "HS256");
  if (algorithm === undefined || algorithm.asymmetric) throw notHmac();
  const key = new TextEncoder().encode(secret);
  checkSigningKey(key, algorithm);
  const possible = alg === undefined ? listSecretAlgorithms(key) : [algorithm];
  return Object.freeze<ClientAuthentication>({
    method: clientAuthenticationMethods.clientSecretJwt,
    async authenticate(context) {
      const { signingAlgorithms } = context;
      const chosen = signingAlgorithms === undefined ? algorithm : chooseSupported(possible, signingAlgorithms);
      return makeClientAssertion(context, { alg: chosen.name, key }, options);
    },
  });
}

function notHmac(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: "client_secret_jwt signs with HS256, HS384 or HS512.",
    specification: specification("oidc-core", "9"),
    parameter: "alg",
  });
}
