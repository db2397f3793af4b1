import type { Jwk } from "../../generated/messages/jwk.ts";
import { type ClientKey, readPrivateKey } from "../client-auth/private-key-jwt.ts";
import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { importKey } from "../jose/import-key.ts";
import { choosePrivateKeyAlgorithm, isCryptoKey, type PrivateKey } from "../jose/signing-key.ts";
import { type Clock, nowSeconds, systemClock } from "../util/clock.ts";
import { signatureAlgorithmName } from "./algorithms.ts";
import { maxComponents, parseComponent } from "./component.ts";
import { type ContentDigestAlgorithm, createContentDigest } from "./content-digest.ts";
import {
  bodyOctets,
  fieldOf,
  type HeaderFields,
  type RequestMessage,
  type ResponseMessage,
  type SignedMessage,
} from "./http-message.ts";
import { createSignatureBase, findComponentDefect } from "./signature-base.ts";
import {
  type BareItem,
  formatMember,
  type InnerList,
  type Item,
  isFieldKey,
  isFieldString,
  parseDictionary,
} from "./structured-field.ts";

/** How a message is signed. */
export interface SignatureOptions {
  /** The private key, with its name and algorithm or without, or a function that gives it, such as `signingKey` of `createClientKeys`. */
  readonly key: ClientKey;
  /** JOSE name of the algorithm. Default: the key's own `alg`, else one that fits it, for RSA `PS512`. */
  readonly algorithm?: string | undefined;
  /** Value of `keyid`. Default: the key's `kid`; left out where it has none. */
  readonly keyId?: string | undefined;
  /**
   * What the signature covers, in order: fields and derived components, with their parameters behind: `@method`, `authorization`,
   * `@query-param;name="Pet"`, in a response `@target-uri;req`. `content-digest` is made where the message has none.
   */
  readonly components: readonly string[];
  /** The name of the signature in the two fields. Default `sig1`. */
  readonly label?: string | undefined;
  /** How long the signature is good, in seconds, which becomes `expires`. Default: no `expires`. */
  readonly lifetimeSeconds?: number | undefined;
  readonly nonce?: string | undefined;
  /** What the signature is for; an application's own name, such as `fapi-2-request`. */
  readonly tag?: string | undefined;
  /** Whether `alg` is written where the algorithm has a name in the registry. Default `false`: verifiers take it from the key. */
  readonly includeAlgorithm?: boolean | undefined;
  /** The digest of a body. Default `sha-256`. */
  readonly digest?: ContentDigestAlgorithm | undefined;
  /** Tells `created`. Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/** Header fields to send with the message; each takes the place of the field of its name. */
export interface SignatureFields {
  readonly "content-digest"?: string;
  readonly "signature-input": string;
  readonly signature: string;
}

/**
 * Signs a request, and gives the header fields to send with it. Signatures that it has already are kept.
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a key that cannot sign; `ERR_CONFIGURATION_OPTION` naming the option
 * @throws VerificationError `ERR_VERIFICATION_SIGNATURE_COVERAGE` for a component that the request does not have
 * @see RFC 9421 §3.1
 */
export function signRequest(request: RequestMessage, options: SignatureOptions): Promise<SignatureFields> {
  // Named one by one: a Request has them on its prototype.
  const { method, url } = request;
  return sign(request, options, (headers) => ({ request: { method, url, headers } }));
}

/**
 * Signs a response, and gives the header fields to send with it. Components with `;req` bind it to the request that it answers.
 * @throws as {@link signRequest}
 * @see RFC 9421 §2.4
 */
export function signResponse(
  response: ResponseMessage,
  request: RequestMessage,
  options: SignatureOptions,
): Promise<SignatureFields> {
  const { status } = response;
  return sign(response, options, (headers) => ({ request, response: { status, headers } }));
}

async function sign(
  message: RequestMessage | ResponseMessage,
  options: SignatureOptions,
  frame: (headers: HeaderFields) => SignedMessage,
): Promise<SignatureFields> {
  const { label = "sig1" } = options;
  const signer = await resolveSigner(options);
  const covered: InnerList = { items: readComponents(options), parameters: createParameters(options, signer) };
  if (!isFieldKey(label)) throw wrong("label", "must be lower-case letters, digits, _ - . and *, a letter first");
  const digest = await addDigest(message, covered, options);
  const base = createSignatureBase(frame(withFields(message.headers, digest)), covered);
  const signature = await signOctets(base, signer);
  return Object.freeze({
    ...digest,
    "signature-input": appendMember(message.headers, "signature-input", { label, member: covered }),
    signature: appendMember(message.headers, "signature", {
      label,
      member: { value: signature, parameters: new Map() },
    }),
  });
}

interface Signer extends PrivateKey {
  readonly keyId: string | undefined;
}

async function resolveSigner({ key: source, algorithm: asked }: SignatureOptions): Promise<Signer> {
  const given = typeof source === "function" ? await source() : source;
  const { key, kid, alg } = readPrivateKey(given, undefined, asked);
  const named = asked ?? (isCryptoKey(given) ? undefined : given.alg);
  // An RSA key in JWK form fits six algorithms; of those with a name in the registry, RSA-PSS is the better one.
  const isOpen = named === undefined && !isCryptoKey(key) && key.kty === "RSA" && key.alg === undefined;
  return { ...choosePrivateKeyAlgorithm(key, { asked: isOpen ? "PS512" : alg }), keyId: kid };
}

function readComponents({ components }: SignatureOptions): readonly Item[] {
  if (components.length > maxComponents) throw wrong("components", `must not be more than ${maxComponents}`);
  return components.map((text) => {
    const item = parseComponent(text);
    const defect = item === undefined ? "is no component of a message" : findComponentDefect(item);
    if (item !== undefined && defect === undefined) return item;
    throw wrong("components", `has ${printable(text, 80)}, which ${defect}`);
  });
}

function createParameters(options: SignatureOptions, { algorithm, keyId }: Signer): ReadonlyMap<string, BareItem> {
  const { clock = systemClock, lifetimeSeconds, nonce, tag, includeAlgorithm = false } = options;
  if (lifetimeSeconds !== undefined && !(Number.isSafeInteger(lifetimeSeconds) && lifetimeSeconds > 0))
    throw wrong("lifetimeSeconds", "must be a whole number of seconds, one or more");
  const created = nowSeconds(clock);
  const keyid = options.keyId ?? keyId;
  const alg = includeAlgorithm ? signatureAlgorithmName(algorithm) : undefined;
  const expires = lifetimeSeconds === undefined ? undefined : created + lifetimeSeconds;
  for (const [name, text] of Object.entries({ keyId: keyid, nonce, tag }))
    if (text !== undefined && !isFieldString(text)) throw wrong(name, "must be plain ASCII text");
  const parameters = Object.entries({ created, expires, keyid, alg, nonce, tag });
  return new Map(parameters.filter((entry): entry is [string, string | number] => entry[1] !== undefined));
}

/** A digest that the message has already is covered as it is. */
async function addDigest(
  message: RequestMessage | ResponseMessage,
  covered: InnerList,
  { digest }: SignatureOptions,
): Promise<Pick<SignatureFields, "content-digest">> {
  const body = bodyOctets(message);
  const isCovered = covered.items.some(({ value, parameters }) => value === "content-digest" && !parameters.has("req"));
  if (!isCovered || fieldOf(message.headers, "content-digest") !== undefined) return {};
  return { "content-digest": await createContentDigest(body ?? "", digest) };
}

function withFields(headers: HeaderFields, added: Pick<SignatureFields, "content-digest">): Pick<Headers, "get"> {
  const own: Readonly<Record<string, string | undefined>> = { ...added };
  return { get: (name) => own[name] ?? fieldOf(headers, name) ?? null };
}

async function signOctets(base: string, { key, algorithm }: PrivateKey): Promise<Uint8Array<ArrayBuffer>> {
  const signingKey = isCryptoKey(key) ? key : await importPrivateKey(key, algorithm);
  const octets = new TextEncoder().encode(base);
  return new Uint8Array(await crypto.subtle.sign(algorithm.operation, signingKey, octets));
}

async function importPrivateKey(key: Jwk, algorithm: PrivateKey["algorithm"]): Promise<CryptoKey> {
  try {
    return await importKey(key, algorithm, "sign");
  } catch (cause) {
    throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
      message: "The runtime cannot import the private key; its members do not form one.",
      parameter: "key",
      specification: specification("rfc7518", "3.1"),
      cause,
    });
  }
}

interface NamedMember {
  readonly label: string;
  readonly member: Item | InnerList;
}

function appendMember(headers: HeaderFields, name: string, { label, member }: NamedMember): string {
  const present = fieldOf(headers, name);
  const added = `${label}=${formatMember(member)}`;
  if (present === undefined || present === "") return added;
  const members = parseDictionary(present);
  if (members === undefined) throw wrong("headers", `has a ${name} that is not a dictionary`);
  if (members.has(label)) throw wrong("label", "is the name of another signature of the message");
  return `${present}, ${added}`;
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${rule}.`,
    parameter,
    specification: specification("rfc9421", "3.1"),
  });
}
