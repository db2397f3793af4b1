import type { JweHeader } from "../../generated/messages/jwe-header.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/** A kind of JWT. Each kind accepts its own `typ` values only, so that none can be passed off as another. */
export interface JwtKind {
  /** What it is called in error messages: `ID token`. */
  readonly name: string;
  /** Accepted values of `typ`, in lower case and without the prefix `application/`. */
  readonly types: readonly string[];
  /** Whether the header may leave `typ` out. */
  readonly mayOmitType: boolean;
}

/**
 * Checks that a header's `typ` belongs to the kind of JWT expected. Media types are compared without regard to case and
 * with or without `application/`.
 *
 * @throws {@link VerificationError} `ERR_VERIFICATION_JWT_TYPE` for another `typ`, or none where the kind demands it
 * @see RFC 8725 §3.11
 * @see RFC 7515 §4.1.9
 */
export function checkJwtType(header: JwsHeader | JweHeader, kind: JwtKind): void {
  if (header.typ === undefined) {
    if (kind.mayOmitType) return;
    throw wrongType(kind, "has no typ");
  }
  if (!kind.types.includes(normalizeType(header.typ))) throw wrongType(kind, "has the typ of another kind of JWT");
}

/** A media type as it is compared: in lower case, without `application/`. */
export function normalizeType(type: string): string {
  const lower = type.toLowerCase();
  const subtype = lower.startsWith(prefix) ? lower.slice(prefix.length) : lower;
  return subtype.includes("/") ? lower : subtype;
}

function wrongType(kind: JwtKind, problem: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_JWT_TYPE", {
    message: `The ${kind.name} ${problem}; accepted: ${kind.types.join(", ")}${kind.mayOmitType ? " or none" : ""}.`,
    specification: specification("rfc8725", "3.11"),
    parameter: "typ",
  });
}

const prefix = "application/";
