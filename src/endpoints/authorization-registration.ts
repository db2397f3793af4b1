/**
 * What the registration of a client says about its authorization requests, in the wire names of client metadata.
 * @see RFC 7591 §2
 */
export interface AuthorizationRegistration {
  /** Where the server may send users back to. With exactly one, it is the default of an authorization. */
  readonly redirect_uris?: readonly string[] | undefined;
  /** `max_age` of authorizations that name none, in seconds. */
  readonly default_max_age?: number | undefined;
  /** Whether the server takes the client's requests only when they are pushed. */
  readonly require_pushed_authorization_requests?: boolean | undefined;
  /** Whether the server takes the client's requests only as signed request objects. */
  readonly require_signed_request_object?: boolean | undefined;
  /** The algorithm that the client's request objects are signed with, asymmetric; requests are sent as such then. */
  readonly request_object_signing_alg?: string | undefined;
  /** What the client's request objects are encrypted with for the server. */
  readonly request_object_encryption_alg?: string | undefined;
  /** The content encryption beside it. Default `A128CBC-HS256`. */
  readonly request_object_encryption_enc?: string | undefined;
}
