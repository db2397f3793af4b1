import type { Jwk } from "../../generated/messages/jwk.ts";
import { clientAuthenticationMethods } from "../constants/client-authentication-methods.ts";
import { ConfigurationError } from "../errors/families.ts";
import { choosePrivateKeyAlgorithm, isCryptoKey } from "../jose/signing-key.ts";
import {
  type AssertionSigner,
  type ClientAssertionOptions,
  checkAssertionOptions,
  makeClientAssertion,
} from "./client-assertion.ts";
import type { ClientAuthentication } from "./client-authentication.ts";

/** A private key with what a key alone does not say. */
export interface ClientPrivateKey {
  readonly key: CryptoKey | Jwk;
  /** Name under which the server knows the public key. Default: the key's own `kid`. */
  readonly kid?: string | undefined;
  /**
   * Default: the key's own `alg`, else one that fits the key: the first of PS256, RS256, PS384 … that the server announces,
   * and `RS256` where it announces none, for an RSA key in JWK form.
   */
  readonly alg?: string | undefined;
}

/** A client's private key, or a function that gives the one to sign with now: it is asked for every signature, so keys may change under a running client. */
export type ClientKey = CryptoKey | Jwk | ClientPrivateKey | (() => ClientPrivateKey | Promise<ClientPrivateKey>);

/** Options of {@link privateKeyJwt}. */
export interface PrivateKeyJwtOptions extends ClientAssertionOptions {}

/**
 * Creates the authentication with an assertion that the client's private key signs, with an algorithm that the server announces.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for a key that is public, weak, or does not fit its algorithm;
 * later when the server announces no algorithm of the key, and for what a function gives
 * @see OpenID Connect Core §9
 * @see RFC 7523 §2.2
 */
export function privateKeyJwt(key: ClientKey, options: PrivateKeyJwtOptions = {}): ClientAuthentication {
  checkAssertionOptions(options);
  // A key that cannot sign at all is refused here, before a server is known.
  if (typeof key !== "function") readPrivateKey(key);
  return Object.freeze<ClientAuthentication>({
    method: clientAuthenticationMethods.privateKeyJwt,
    async authenticate(context) {
      return makeClientAssertion(context, await resolvePrivateKey(key, context.signingAlgorithms), options);
    },
  });
}

/**
 * The key, its name and the algorithm to sign with.
 *
 * @param supported - algorithms that the server announces; `undefined` where it does not say
 * @param asked - the only algorithm wanted, whatever the key says
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY`
 */
export async function resolvePrivateKey(
  key: ClientKey,
  supported?: readonly string[] | undefined,
  asked?: string | undefined,
): Promise<PrivateSigner> {
  return readPrivateKey(typeof key === "function" ? await key() : key, supported, asked);
}

type PrivateSigner = AssertionSigner & { readonly key: CryptoKey | Jwk };

/**
 * The key with the algorithm that it signs with; at once, so not for a function.
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY`
 */
export function readPrivateKey(
  key: CryptoKey | Jwk | ClientPrivateKey,
  supported?: readonly string[] | undefined,
  asked?: string | undefined,
): PrivateSigner {
  checkIsKey(key);
  const { key: signingKey, kid, alg } = isClientPrivateKey(key) ? key : { key };
  const { algorithm } = choosePrivateKeyAlgorithm(signingKey, { asked: asked ?? alg, supported });
  const keyId = kid ?? (isCryptoKey(signingKey) ? undefined : signingKey.kid);
  return { alg: algorithm.name, kid: keyId, key: signingKey };
}

/** A PEM or JSON text must not reach code that would quote it. */
function checkIsKey(key: unknown): void {
  if (typeof key === "object" && key !== null) return;
  throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: `The key must be a CryptoKey, a private JWK or { key, kid, alg }, not ${typeof key === "string" ? "text" : typeof key}.`,
    parameter: "key",
    remedy: "Import a PEM with jose's importPKCS8, and parse JSON text first.",
  });
}

function isClientPrivateKey(key: CryptoKey | Jwk | ClientPrivateKey): key is ClientPrivateKey {
  return !isCryptoKey(key) && "key" in key && typeof key.key === "object";
}
