import { type JwsHeader, jwsHeaderSchema } from "../../generated/messages/jws-header.ts";
import type { SpecificationReference } from "../errors/auth-error.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { isRecord } from "../schema/is-record.ts";
import { decodeBase64url } from "../util/base64url.ts";
import { parseJson } from "../util/json.ts";
import { checkJoseObject } from "./check-jose-object.ts";
import { checkJwtType, type JwtKind } from "./jwt-type.ts";

/** A signed object taken apart. Its parts are well formed and nothing more: the signature has not been looked at. */
export interface UnverifiedJws {
  /** What the object claims to be. */
  readonly kind: JwtKind;
  /** The protected header. */
  readonly header: JwsHeader;
  /** The payload's octets. */
  readonly payload: Uint8Array;
  /** The signature's octets. */
  readonly signature: Uint8Array<ArrayBuffer>;
  /** Header and payload as they were sent, with the dot between: what the signature covers. */
  readonly signingInput: string;
}

/**
 * Takes a signed object in compact serialisation apart without believing it.
 *
 * Refuses what a lenient decoder would let through: another value than text, more than 64 KiB, another number of parts than three, padding,
 * whitespace or the standard Base64 alphabet, UTF-8 or JSON that is broken, duplicate header members, a `typ` of another
 * kind of object. Header members that are never used here and have an odd form are left out, see {@link checkJoseObject}.
 *
 * @throws {@link ValidationError} `ERR_VALIDATION_JWT` for a malformed object
 * @throws {@link VerificationError} `ERR_VERIFICATION_JWT_ENCRYPTED` for five parts, `ERR_VERIFICATION_JWT_TYPE` for another `typ`
 * @see RFC 7515 §5.2
 * @see RFC 7515 §7.1
 */
export function decodeJws(text: string, kind: JwtKind): UnverifiedJws {
  const encoded = splitParts(text, kind);
  const header = decodeHeader(encoded.header, kind);
  checkJwtType(header, kind);
  const payload = decodePart(encoded.payload, kind, "payload");
  const signature = decodePart(encoded.signature, kind, "signature");
  return { kind, header, payload, signature, signingInput: text.slice(0, text.lastIndexOf(".")) };
}

/**
 * Reads the octets of a header or payload as one JSON object.
 *
 * @param part - what the octets are, for the error: `ID token header`
 * @throws {@link ValidationError} `ERR_VALIDATION_JWT` for broken UTF-8 or JSON, duplicate members, or another value than an object
 * @see RFC 7519 §4
 */
export function parseJsonPart(octets: Uint8Array, part: string): Readonly<Record<string, unknown>> {
  const text = decodeUtf8(octets);
  if (text === undefined) throw malformed(part, "must be UTF-8", specification("rfc7519", "7.2"));
  const parsed = parseJson(text);
  if (!parsed.ok) {
    throw malformed(part, `must be JSON: ${parsed.reason}`, specification("rfc7519", "4"), parsed.pointer);
  }
  if (!isRecord(parsed.value)) throw malformed(part, "must be a JSON object", specification("rfc7519", "7.2"));
  return parsed.value;
}

interface EncodedParts {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
}

function splitParts(text: string, kind: JwtKind): EncodedParts {
  if (typeof text !== "string") throw malformed(kind.name, "must be text", specification("rfc7515", "7.1"));
  if (text.length > maxLength) {
    throw malformed(kind.name, `must have at most ${maxLength} characters, has ${text.length}`, undefined);
  }
  const [header, payload, signature, ...more] = text.split(".", encryptedParts + 1);
  if (more.length === encryptedParts - signedParts) throw encrypted(kind);
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) {
    throw malformed(kind.name, "must have three parts separated by dots", specification("rfc7515", "7.1"));
  }
  return { header, payload, signature };
}

function decodeHeader(encoded: string, kind: JwtKind): JwsHeader {
  const part = `${kind.name} header`;
  const checked = checkJoseObject(jwsHeaderSchema, parseJsonPart(decodePart(encoded, kind, "header"), part));
  if (!checked.ok) throw new ValidationError("ERR_VALIDATION_JWT", { messageName: part, issues: checked.issues });
  return checked.message;
}

function decodePart(encoded: string, kind: JwtKind, part: string): Uint8Array<ArrayBuffer> {
  const octets = decodeBase64url(encoded);
  if (octets === undefined) throw notBase64url(kind, part);
  return octets;
}

function notBase64url(kind: JwtKind, part: string): ValidationError {
  const message = "must be base64url without padding, whitespace or other characters";
  return malformed(`${kind.name} ${part}`, message, specification("rfc7515", "2"));
}

/** The error for an object whose encoding is broken. */
export function malformed(
  messageName: string,
  message: string,
  rule: SpecificationReference | undefined,
  pointer = "",
): ValidationError {
  const issue = { pointer, keyword: "format", message, specification: rule, tolerances: [] };
  return new ValidationError("ERR_VALIDATION_JWT", { messageName, issues: [issue] });
}

function encrypted(kind: JwtKind): VerificationError {
  return new VerificationError("ERR_VERIFICATION_JWT_ENCRYPTED", {
    message: `The ${kind.name} is encrypted (five parts), a signed one (three parts) was expected.`,
    specification: specification("rfc7516", "9"),
    remedy: "Register the client without an encryption algorithm for it.",
  });
}

function decodeUtf8(octets: Uint8Array): string | undefined {
  strictUtf8 ??= new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return strictUtf8.decode(octets);
  } catch {
    return undefined;
  }
}

/** Holds no state between calls; made once because its construction costs more than its use. */
let strictUtf8: TextDecoder | undefined;

const signedParts = 3;
const encryptedParts = 5;
const maxLength = 65_536;
