import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { maxComponents } from "./component.ts";
import { fieldOf, type HeaderFields } from "./http-message.ts";
import { type Dictionary, type InnerList, isInnerList, parseDictionary } from "./structured-field.ts";

/** A signature as a message has it. Nothing of it has been verified. */
export interface ReceivedSignature {
  readonly label: string;
  /** What it says that it covers, and its parameters. */
  readonly covered: InnerList;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** Which signature of a message is meant. */
export interface SignatureChoice {
  readonly label?: string | undefined;
  readonly tag?: string | undefined;
}

/**
 * Finds the one signature that is meant: by its label, else by its tag, else the only one. Others are not looked at.
 * @throws VerificationError `ERR_VERIFICATION_SIGNATURE_INPUT` where it is missing, malformed, one of several, or
 * covers more than 32 components
 * @see RFC 9421 §4.1
 * @see RFC 9421 §4.2
 */
export function findSignature(headers: HeaderFields, { label, tag }: SignatureChoice): ReceivedSignature {
  const inputs = requireDictionary(headers, "signature-input");
  const signatures = requireDictionary(headers, "signature");
  const meant = [...inputs].filter(
    ([name, member]) => (label ?? name) === name && (tag === undefined || member.parameters.get("tag") === tag),
  );
  const [only, ...others] = meant;
  if (only === undefined) throw unusable("signature-input", "has no signature of the label and tag expected");
  if (others.length > 0) throw unusable("signature-input", "has several signatures that could be meant");
  const [name, covered] = only;
  if (!isInnerList(covered)) throw unusable("signature-input", "has a member that is not a list of components");
  if (covered.items.length > maxComponents)
    throw unusable("signature-input", `has a signature over more than ${maxComponents} components`);
  const signature = signatures.get(name);
  const octets = signature !== undefined && "value" in signature ? signature.value : undefined;
  if (octets instanceof Uint8Array) return { label: name, covered, signature: octets };
  throw unusable("signature", "has no octets for the signature that Signature-Input describes");
}

function requireDictionary(headers: HeaderFields, name: "signature" | "signature-input"): Dictionary {
  const field = fieldOf(headers, name);
  if (field === undefined) throw unusable(name, "is missing");
  const members = parseDictionary(field);
  if (members === undefined) throw unusable(name, "is not a dictionary of structured fields, or too long");
  return members;
}

function unusable(parameter: "signature" | "signature-input", problem: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_SIGNATURE_INPUT", {
    message: `The field ${parameter === "signature" ? "Signature" : "Signature-Input"} ${problem}.`,
    parameter,
    specification: parameter === "signature" ? specification("rfc9421", "4.2") : specification("rfc9421", "4.1"),
  });
}
