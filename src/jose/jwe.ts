import { type JweHeader, jweHeaderSchema } from "../../generated/messages/jwe-header.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { decodeBase64url } from "../util/base64url.ts";
import { checkJoseObject } from "./check-jose-object.ts";
import { isCompactJwe } from "./compact-jwe.ts";
import { malformed, parseJsonPart } from "./jws.ts";

/** An encrypted object taken apart. Its parts are well formed and nothing more: anybody may have written them. */
export interface UnverifiedJwe {
  /** The protected header. */
  readonly header: JweHeader;
  /** Octets of the other parts. */
  readonly encryptedKey: Uint8Array;
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/**
 * Takes an encrypted object in compact serialisation apart without believing it. Refuses another value than text, more
 * than 128 KiB, another number of parts than five, padding, whitespace or the standard Base64 alphabet, UTF-8 or JSON that
 * is broken, duplicate header members, and a header that breaks its specifications. Header members that are never used
 * here and have an odd form are left out, see {@link checkJoseObject}.
 *
 * @param name - what the object is, for errors
 * @throws {@link ValidationError} `ERR_VALIDATION_JWT`
 * @see RFC 7516 §5.2
 * @see RFC 7516 §7.1
 */
export function decodeJwe(text: string, name: string): UnverifiedJwe {
  if (!isCompactJwe(text))
    throw malformed(name, "must have five parts separated by dots", specification("rfc7516", "7.1"));
  if (text.length > maxLength) {
    throw malformed(name, `must have at most ${maxLength} characters, has ${text.length}`, undefined);
  }
  const [header = "", encryptedKey = "", iv = "", ciphertext = "", tag = ""] = text.split(".");
  return {
    header: decodeHeader(header, name),
    encryptedKey: decodePart(encryptedKey, `${name} encrypted key`),
    iv: decodePart(iv, `${name} initialization vector`),
    ciphertext: decodePart(ciphertext, `${name} ciphertext`),
    tag: decodePart(tag, `${name} authentication tag`),
  };
}

function decodeHeader(encoded: string, name: string): JweHeader {
  const part = `${name} encryption header`;
  const checked = checkJoseObject(jweHeaderSchema, parseJsonPart(decodePart(encoded, part), part));
  if (!checked.ok) throw new ValidationError("ERR_VALIDATION_JWT", { messageName: part, issues: checked.issues });
  return checked.message;
}

function decodePart(encoded: string, part: string): Uint8Array<ArrayBuffer> {
  const octets = decodeBase64url(encoded);
  if (octets !== undefined) return octets;
  const message = "must be base64url without padding, whitespace or other characters";
  throw malformed(part, message, specification("rfc7515", "2"));
}

/** Twice the cap of a signed object, which grows by a third when it is encrypted. */
const maxLength = 131_072;
