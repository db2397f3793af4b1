import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import { ConfigurationError, isVerificationError, VerificationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import type { JwsAlgorithm } from "../jose/algorithms.ts";
import type { KeySource } from "../jose/key-source.ts";
import { selectKeys } from "../jose/keys.ts";
import { verifyJws } from "../jose/verify-signature.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { requireAlgorithms, signatureAlgorithmName } from "./algorithms.ts";
import { checkSignatureParameters } from "./check-parameters.ts";
import { componentIdentity, describeComponent, parseComponent } from "./component.ts";
import { verifyContentDigest } from "./content-digest.ts";
import { bodyOctets, type RequestMessage, type ResponseMessage, type SignedMessage } from "./http-message.ts";
import { createSignatureBase, findComponentDefect } from "./signature-base.ts";
import { findSignature, type ReceivedSignature } from "./signature-fields.ts";

/** What a signature must be like to be believed. All of it is decided before the message is looked at. */
export interface SignaturePolicy {
  /** The keys of the expected signer: `createStaticKeySource(jwks)` of `ts-identity-model/jose`, or another source. */
  readonly keys: KeySource;
  /** Accepted algorithms by their JOSE names, all asymmetric. */
  readonly algorithms: readonly string[];
  /**
   * What must be covered at least, spelled as in `SignatureOptions.components`. A body that is there must always be covered, by
   * `content-digest`.
   */
  readonly components: readonly string[];
  /** What the signature must be for. Left out: `tag` is not looked at. */
  readonly tag?: string | undefined;
  /** The name of the signature. Left out: the one with the tag, else the only one. */
  readonly label?: string | undefined;
  /** The nonce that was given out for the message. Left out: `nonce` is not looked at. */
  readonly nonce?: string | undefined;
  /** How old a signature may be, in seconds, by `created`, which must be there. Default 60. */
  readonly maxAgeSeconds?: number | undefined;
  /** How far the clocks may differ, in seconds. Default 10. */
  readonly clockToleranceSeconds?: number | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** Ends the wait for the keys. */
  readonly signal?: AbortSignal | undefined;
}

/** A signature that has been verified, with what it says of itself. */
export interface VerifiedSignature {
  readonly label: string;
  readonly keyId: string | undefined;
  /** JOSE name of the algorithm that verified it. */
  readonly algorithm: string;
  /** What is covered, in order: nothing else of the message has been verified. */
  readonly components: readonly string[];
  /** Seconds since 1970. */
  readonly created: number;
  readonly expires: number | undefined;
  readonly nonce: string | undefined;
  readonly tag: string | undefined;
}

/**
 * Verifies the signature of a received request: that it is there, covers what the policy demands and the body, is of the
 * tag, nonce and age expected, and was made with a key of the signer by an accepted algorithm; then that the body has the digest covered.
 * The algorithm is the one that policy and key leave; the message's `alg` can contradict it and not choose another.
 * @throws VerificationError `ERR_VERIFICATION_SIGNATURE_INPUT` for fields that are missing, malformed or ambiguous,
 * `ERR_VERIFICATION_SIGNATURE_COVERAGE`, `ERR_VERIFICATION_ISSUED_AT`, `ERR_VERIFICATION_EXPIRED`, `ERR_VERIFICATION_NONCE`,
 * `ERR_VERIFICATION_ALGORITHM`, the `ERR_VERIFICATION_KEY_` codes, `ERR_VERIFICATION_SIGNATURE`, `ERR_VERIFICATION_CONTENT_DIGEST`
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 * @see RFC 9421 §3.2
 */
export function verifyRequestSignature(request: RequestMessage, policy: SignaturePolicy): Promise<VerifiedSignature> {
  return verify({ request }, request, policy);
}

/**
 * Verifies the signature of a received response, as {@link verifyRequestSignature} does; components with `;req` are taken from the
 * request as it was sent.
 * @throws as {@link verifyRequestSignature}
 * @see RFC 9421 §2.4
 */
export function verifyResponseSignature(
  response: ResponseMessage,
  request: RequestMessage,
  policy: SignaturePolicy,
): Promise<VerifiedSignature> {
  return verify({ request, response }, response, policy);
}

async function verify(
  message: SignedMessage,
  received: RequestMessage | ResponseMessage,
  policy: SignaturePolicy,
): Promise<VerifiedSignature> {
  checkPolicy(message, policy);
  const accepted = requireAlgorithms(policy.algorithms);
  const found = findSignature(received.headers, policy);
  const { covered } = found;
  requireCoverage(
    found,
    bodyOctets(received) === undefined ? policy.components : [...policy.components, contentDigest],
  );
  const parameters = checkSignatureParameters(covered.parameters, { ...policy, clock: policy.clock ?? systemClock });
  const base = createSignatureBase(message, covered);
  const algorithm = await verifyOctets(base, { found, accepted, policy, parameters });
  const isDigestCovered = covered.items.some((item) => describeComponent(item) === contentDigest);
  if (isDigestCovered) await verifyContentDigest(received);
  return Object.freeze({
    label: found.label,
    keyId: parameters.keyid,
    algorithm: algorithm.name,
    components: Object.freeze(covered.items.map(describeComponent)),
    created: parameters.created,
    expires: parameters.expires,
    nonce: parameters.nonce,
    tag: parameters.tag,
  });
}

/** All of it is decided before the message is looked at. */
function checkPolicy(parts: SignedMessage, policy: SignaturePolicy): void {
  checkOptionNames(policy, policyNames, { of: "the verification of a signature", at: "policy" });
  requireKeySource(policy.keys);
  if (!Array.isArray(policy.components) || !policy.components.every((component) => typeof component === "string"))
    throw unusable("components", "must be a list of texts; an empty one demands nothing but the digest of a body");
  for (const [name, part] of Object.entries({ ...parts })) {
    if (typeof part !== "object" || part === null || typeof part.headers !== "object" || part.headers === null)
      throw unusable(name, "must be a message with headers");
  }
}

/**
 * Checks that keys come from a source, for callers without types.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`
 */
export function requireKeySource(keys: KeySource): void {
  // An array has a method find too.
  if (typeof keys?.find === "function" && !Array.isArray(keys)) return;
  throw unusable(
    "keys",
    "must be a key source",
    "Make one of a JWK Set with createStaticKeySource(jwks) of ts-identity-model/jose.",
  );
}

function unusable(parameter: string, rule: string, remedy?: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter, remedy });
}

function requireCoverage({ covered }: ReceivedSignature, components: readonly string[]): void {
  const present = new Set(covered.items.map(componentIdentity));
  const missing = components.filter((text) => {
    const component = parseComponent(text);
    const defect = component === undefined ? "is no component of a message" : findComponentDefect(component);
    if (component !== undefined && defect === undefined) return !present.has(componentIdentity(component));
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: `The components have ${printable(text, 80)}, which ${defect}.`,
      parameter: "components",
    });
  });
  if (missing.length === 0) return;
  throw new VerificationError("ERR_VERIFICATION_SIGNATURE_COVERAGE", {
    message: `The signature does not cover ${missing.join(", ")}.`,
    parameter: "signature-input",
    specification: specification("rfc9421", "1.4"),
  });
}

interface Octets {
  readonly found: ReceivedSignature;
  readonly accepted: readonly JwsAlgorithm[];
  readonly policy: SignaturePolicy;
  readonly parameters: { readonly alg?: string | undefined; readonly keyid?: string | undefined };
}

async function verifyOctets(base: string, { found, accepted, policy, parameters }: Octets): Promise<JwsAlgorithm> {
  const { keys, signal } = policy;
  const { alg, keyid: kid } = parameters;
  const named = accepted.filter((algorithm) => alg === undefined || signatureAlgorithmName(algorithm) === alg);
  const [first] = named;
  if (first === undefined) throw wrongAlgorithm("The alg of the signature is not accepted here.");
  const headerFor = ({ name }: JwsAlgorithm): JwsHeader => ({ alg: name, ...(kid === undefined ? {} : { kid }) });
  const jwks = await keys.find(headerFor(first), signal);
  const fitting = named.filter((algorithm) => {
    try {
      return selectKeys(jwks, headerFor(algorithm), algorithm).keys.length > 0;
    } catch {
      return false;
    }
  });
  // EdDSA and Ed25519 are two names of one algorithm.
  const ways = new Set(fitting.map(({ operation, webCrypto }) => JSON.stringify([operation, webCrypto])));
  if (ways.size > 1)
    throw wrongAlgorithm("The key and the accepted algorithms leave more than one to verify the signature with.");
  const algorithm = fitting[0] ?? first;
  const kind = { name: "HTTP message", types: [], mayOmitType: true };
  const jws = {
    kind,
    header: headerFor(algorithm),
    payload: new Uint8Array(),
    signature: found.signature,
    signingInput: base,
  };
  try {
    await verifyJws(jws, { algorithms: [algorithm.name], keys, signal });
  } catch (error) {
    throw explain(error, kid);
  }
  return algorithm;
}

/** A message is no token: it changes on its way, and its signer is no issuer. */
function explain(error: unknown, keyId: string | undefined): unknown {
  if (!isVerificationError(error)) return error;
  const rule = specification("rfc9421", "3.2");
  if (error.code === "ERR_VERIFICATION_SIGNATURE")
    return new VerificationError("ERR_VERIFICATION_SIGNATURE", {
      message:
        "The signature does not fit the message: a covered component was changed on the way, or another key signed.",
      parameter: "signature",
      specification: rule,
      remedy: "Behind a proxy, give the url that callers use, and the fields as they were sent.",
      cause: error.cause,
    });
  if (error.code !== "ERR_VERIFICATION_KEY_NOT_FOUND") return error;
  const name = keyId === undefined ? "without keyid" : `with the keyid "${printable(keyId, 80)}"`;
  return new VerificationError("ERR_VERIFICATION_KEY_NOT_FOUND", {
    message: `No key of the signer fits a signature ${name} and the accepted algorithms.`,
    parameter: "keyid",
    specification: rule,
    remedy: "Give the source of keys the signer's public key, with kid as the signer's keyid.",
    cause: error,
  });
}

function wrongAlgorithm(message: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_ALGORITHM", {
    message,
    parameter: "alg",
    specification: specification("rfc9421", "3.2"),
    remedy: "Accept one algorithm for each kind of key, or publish the keys with alg.",
  });
}

const contentDigest = "content-digest";

const policyNames: OptionNames<SignaturePolicy> = {
  keys: true,
  algorithms: true,
  components: true,
  tag: true,
  label: true,
  nonce: true,
  maxAgeSeconds: true,
  clockToleranceSeconds: true,
  clock: true,
  signal: true,
};
