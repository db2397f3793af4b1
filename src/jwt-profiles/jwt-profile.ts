import type { DocumentLabel, MessageSchema } from "../../generated/message-schema.ts";
import type { JwtKind } from "../jose/jwt-type.ts";

/** What a token is called in messages, and the section that says how it is verified. */
export interface JwtRules {
  /** `ID token`. */
  readonly name: string;
  /** Folder under `specs/`. */
  readonly document: string;
  readonly section: string;
  /** What texts call the document, unless all code may cite it. */
  readonly labels?: readonly DocumentLabel[];
}

/**
 * One kind of JWT, as data: what its verifier asks for, and what keeps every other kind out.
 *
 * No signature is accepted that is not made with an asymmetric algorithm, `announcedBy` and `registeredAs` narrow them further; the
 * one exception, `client_secret_jwt`, is a choice of the caller. `exp`, `nbf` and `iat` count wherever they are there.
 * @see RFC 8725 §3.12
 */
export interface JwtProfile<T, Announced extends string | undefined = string | undefined> extends JwtKind, JwtRules {
  /** The claims, and which of them must be there: `exp` and `iat` too. */
  readonly schema: MessageSchema<T>;
  /** Member of the server's metadata that announces the algorithms; `undefined` where none does. */
  readonly announcedBy: Announced;
  /** Member of the client's registration that narrows them to one. */
  readonly registeredAs?: string;
  /** The algorithms where neither is there; where none are usual, the caller names them. */
  readonly usualAlgorithms: readonly string[];
  /** How long ago it may have been issued, in seconds, unless the caller says otherwise. */
  readonly maxAgeSeconds?: number;
  /** How far `exp` may lie ahead, in seconds, unless the caller says otherwise. */
  readonly maxLifetimeSeconds?: number;
  /** Claims that only other kinds have: with one of them it is refused, whatever its `typ`. */
  readonly foreignClaims: readonly string[];
}

/** A kind of JWT that is good for a while after it was issued only. */
export interface AgedJwtProfile<T, Announced extends string | undefined = string | undefined>
  extends JwtProfile<T, Announced> {
  readonly maxAgeSeconds: number;
}
