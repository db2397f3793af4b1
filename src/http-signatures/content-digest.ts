import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import { encodeBase64 } from "./base64.ts";
import { bodyOctets, fieldOf, type HeaderFields } from "./http-message.ts";
import { parseDictionary } from "./structured-field.ts";

/** The digests that this library makes and accepts; older ones are refused. */
export type ContentDigestAlgorithm = "sha-256" | "sha-512";

/**
 * Makes the value of `Content-Digest` for a body, in the content encoding that it is sent with.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for another algorithm
 * @see RFC 9530 §2
 */
export async function createContentDigest(
  body: string | Uint8Array<ArrayBuffer>,
  algorithm: ContentDigestAlgorithm = "sha-256",
): Promise<string> {
  const name = digestNames.get(algorithm);
  if (name === undefined) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "The algorithm of a content digest must be sha-256 or sha-512.",
      parameter: "digest",
      specification: specification("rfc9530", "5"),
    });
  }
  return `${algorithm}=:${encodeBase64(await digest(name, body))}:`;
}

/**
 * Checks that `Content-Digest` is the digest of the body. Every `sha-256` and `sha-512` in it must fit, and one of them must be there;
 * others are passed over.
 * @throws VerificationError `ERR_VERIFICATION_CONTENT_DIGEST`
 * @see RFC 9530 §2
 */
export async function verifyContentDigest(message: {
  readonly headers: HeaderFields;
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
}): Promise<void> {
  const field = fieldOf(message.headers, "content-digest");
  if (field === undefined) throw refused("is missing");
  const members = parseDictionary(field);
  if (members === undefined) throw refused("is not a dictionary of digests");
  const body = bodyOctets(message) ?? new Uint8Array();
  let compared = 0;
  for (const [algorithm, name] of digestNames) {
    const member = members.get(algorithm);
    if (member === undefined) continue;
    const given = "value" in member && member.value instanceof Uint8Array ? member.value : undefined;
    const fits = given !== undefined && equalConstantTime(encodeBase64(given), encodeBase64(await digest(name, body)));
    if (!fits) {
      const encoded = fieldOf(message.headers, "content-encoding") === undefined ? "" : encodedBody;
      throw refused(`is not the ${algorithm} of the body${encoded}`);
    }
    compared += 1;
  }
  if (compared === 0) throw refused("has neither sha-256 nor sha-512");
}

async function digest(name: string, data: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const octets = typeof data === "string" ? new TextEncoder().encode(data) : data;
  return new Uint8Array(await crypto.subtle.digest(name, octets));
}

function refused(problem: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_CONTENT_DIGEST", {
    message: `The field Content-Digest ${problem}.`,
    parameter: "content-digest",
    specification: specification("rfc9530", "2"),
  });
}

const encodedBody = ", which has a Content-Encoding: the digest covers the encoded octets";

const digestNames: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["sha-256", "SHA-256"],
  ["sha-512", "SHA-512"],
]);
