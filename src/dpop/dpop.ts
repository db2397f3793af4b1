import type { Jwk } from "../../generated/messages/jwk.ts";
import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import type { DPoPNonceStore } from "./nonce-store.ts";

/** What a server says about proofs: metadata of an authorization server or of a resource. */
export interface DPoPServer {
  /** Algorithms that it announces; `undefined` where it does not say. */
  readonly dpop_signing_alg_values_supported?: readonly string[] | undefined;
}

/** What a proof is made for: one HTTP request. */
export interface DPoPRequest {
  /** The method exactly as it is sent: it is compared letter by letter. */
  readonly method: string;
  /** The URL that the request goes to. Query and fragment are left out of the proof. */
  readonly url: string;
  /** The access token that the request presents; none at the token endpoint. */
  readonly accessToken?: string | undefined;
  /** The server's nonce. Default: the latest that this origin has sent. */
  readonly nonce?: string | undefined;
  /** The server's metadata, whose algorithms are respected. */
  readonly metadata?: DPoPServer | undefined;
  /** Tells the time. Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** Gives random octets. Default: the platform's generator. */
  readonly random?: RandomSource | undefined;
}

/** What is looked at of an answer; a `Response` fits. */
export interface DPoPAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body, where it has been read. A `Response` has a function of this name. */
  readonly text?: unknown;
  /** Where the answer came from, for errors. */
  readonly endpoint?: string | undefined;
}

/** What binding an authorization depends on. */
export interface DPoPAuthorization {
  /** The response type, which decides whether there will be a code to bind. */
  readonly responseType: string;
  /** A `dpop_jkt` that the caller gave. */
  readonly dpopJkt?: string | undefined;
  /** The server's metadata, whose algorithms are respected. */
  readonly metadata?: DPoPServer | undefined;
}

/**
 * A key that tokens are bound to, and what the servers have said about it. `createDPoP` makes one; it belongs to one user agent or
 * process and may serve any number of clients and servers.
 * @see RFC 9449 §4
 */
export interface DPoP {
  /** Thumbprint of the key (RFC 7638): the `jkt` of tokens that are bound to it. */
  readonly jkt: string;
  /** The `alg` of the proofs. */
  readonly algorithm: string;
  /** The public key, as it stands in the header of every proof. */
  readonly publicJwk: Jwk;
  /** The key itself, to be kept: a pair that is not extractable can be stored in IndexedDB. */
  readonly keyPair: CryptoKeyPair;
  /** Where the nonces of the servers are kept. */
  readonly nonces: DPoPNonceStore;
  /** Token types that are accepted from a server to which the key was proved, in lower case. */
  readonly tokenTypes: readonly string[];
  /**
   * Refuses a bearer token from a server to which the key was proved, unless `acceptBearerTokens` was set.
   * @throws VerificationError `ERR_VERIFICATION_TOKEN_BINDING`
   * @see RFC 9449 §5
   */
  readonly refuseBearer: (tokenType: string, endpoint: string) => void;
  /**
   * Makes the proof for one request, with a fresh `jti`: the value of the `DPoP` field.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a URL that no proof can be made for, `ERR_CONFIGURATION_KEY` when the server does not announce the key's algorithm
   * @throws ValidationError `ERR_VALIDATION_REQUEST` for a method or nonce that breaks its grammar
   * @see RFC 9449 §4.2
   */
  readonly createProof: (request: DPoPRequest) => Promise<string>;
  /**
   * Remembers the nonce of an answer for the origin of its request. Calls that this package makes do it themselves.
   * @returns the nonce; `undefined` where there is none, or one that breaks its grammar or has more than 4096 characters
   * @see RFC 9449 §8.2
   */
  readonly learn: (url: string, headers: Headers) => Promise<string | undefined>;
  /**
   * Sends a request with a proof, and a second time where the server demands a nonce that it sent along and that the first proof did not
   * have. It never sends a third one.
   * @returns the answer; a demand that could not be met as well, where its body has not been read
   * @throws OAuthError `use_dpop_nonce` for a demand that could not be met, where the answer has been read
   * @param attempt - sends the request with the proof given; called again, it must make everything else anew that works once
   * @see RFC 9449 §8
   * @see RFC 9449 §9
   */
  readonly send: <Answer extends DPoPAnswer>(
    request: DPoPRequest,
    attempt: (proof: string) => Promise<Answer>,
  ) => Promise<Answer>;
  /**
   * What an authorization request must say, so that its code is good for this key only; nothing where there will be no code.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for another `dpop_jkt`, and for a response type whose access token would come through the browser, where no key can bind it; `ERR_CONFIGURATION_KEY`
   * @see RFC 9449 §10
   */
  readonly bindAuthorization: (authorization: DPoPAuthorization) => { readonly dpop_jkt?: string };
  /**
   * Exports the private key as JWK, for `createDPoP({ key })` after a restart. Keep it as secret as the tokens.
   * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a key that is not extractable
   */
  readonly exportKey: () => Promise<Jwk>;
}

/** What {@link DPoP} is made of; everything has a default. */
export interface DPoPOptions {
  /** The key: a pair of WebCrypto keys, or a private JWK. Default: a new pair. */
  readonly key?: CryptoKeyPair | Jwk | undefined;
  /** The `alg` of the proofs. Default: that of the key, `ES256` for a new one. */
  readonly algorithm?: string | undefined;
  /** Whether the key can be exported. Default `false`: then nothing that runs beside this code can copy it. A given pair stays as it is. */
  readonly extractable?: boolean | undefined;
  /** Nonces of the servers. Default: `createDPoPNonceStore()`; give a shared one where several processes have the same key. */
  readonly nonces?: DPoPNonceStore | undefined;
  /** Whether bearer tokens are accepted from a server to which the key was proved. Default `false`: that would be a downgrade. */
  readonly acceptBearerTokens?: boolean | undefined;
}
