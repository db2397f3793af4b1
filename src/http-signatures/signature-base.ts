import { VerificationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { componentIdentity, describeComponent, isComponent, isOfRequest } from "./component.ts";
import { fieldOf, requireUrl, type SignedMessage } from "./http-message.ts";
import {
  type Dictionary,
  formatInnerList,
  formatItem,
  formatMember,
  type InnerList,
  type Item,
  parseDictionary,
} from "./structured-field.ts";

/**
 * Makes the text that a signature covers: a line for each component, then the parameters.
 * @param covered - the components and parameters, as `Signature-Input` has them
 * @throws VerificationError `ERR_VERIFICATION_SIGNATURE_COVERAGE` for a component that the message lacks, that has no one value, that
 * is not known here, or that stands twice
 * @see RFC 9421 §2.5
 */
export function createSignatureBase(message: SignedMessage, covered: InnerList): string {
  const seen = new Set<string>();
  const parts = createParts(message);
  const lines = covered.items.map((component) => {
    const identity = componentIdentity(component);
    if (!isComponent(component)) throw uncoverable(component, "is no component of a message");
    if (seen.has(identity)) throw uncoverable(component, "stands twice");
    seen.add(identity);
    const value = findValue(parts, component);
    // Another line would be another component, and other characters have more than one encoding.
    if (!/^[\t\x20-\x7e]*$/.test(value)) throw uncoverable(component, "has a value that is not plain ASCII");
    return `${formatItem(component)}: ${value}\n`;
  });
  return `${lines.join("")}"@signature-params": ${formatInnerList(covered)}`;
}

/**
 * Why a component can be in no message that this library signs or verifies: it is unknown here, or has a parameter that is. Parameters
 * change what a component means, so one that is not known cannot be passed over.
 */
export function findComponentDefect({ value, parameters }: Item): string | undefined {
  const name = String(value);
  const isDerived = name.startsWith("@");
  if (isDerived && name !== "@status" && !derivations.has(name)) return "is no component that this library knows";
  const own = name === "@query-param" ? "name" : "key";
  for (const [parameter, given] of parameters) {
    if (parameter === "req" && given === true) continue;
    const fits = parameter === own && typeof given === "string" && (own === "name" || !isDerived);
    if (!fits) return `has the parameter ${parameter}, which is not supported for it`;
  }
  return undefined;
}

/** A message with what components are read from; each part is parsed when first asked for, and once. */
interface Parts {
  readonly message: SignedMessage;
  readonly url: () => URL;
  /** Values of the query by decoded name. */
  readonly query: () => ReadonlyMap<string, readonly string[]>;
  readonly dictionary: (field: string, readsRequest: boolean) => Dictionary | undefined;
}

function createParts(message: SignedMessage): Parts {
  const { request = { method: "", url: "", headers: {} } } = message;
  const dictionaries = new Map<string, Dictionary | undefined>();
  let parsedUrl: URL | undefined;
  let parsedQuery: ReadonlyMap<string, readonly string[]> | undefined;
  const url = (): URL => {
    parsedUrl ??= requireUrl(request);
    return parsedUrl;
  };
  return {
    message,
    url,
    query() {
      parsedQuery ??= groupByName(url().searchParams);
      return parsedQuery;
    },
    dictionary(field, readsRequest) {
      const place = `${readsRequest} ${field}`;
      if (!dictionaries.has(place)) {
        const value = readField(message, field, readsRequest);
        dictionaries.set(place, value === undefined ? undefined : parseDictionary(value));
      }
      return dictionaries.get(place);
    },
  };
}

function groupByName(entries: Iterable<readonly [string, string]>): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of entries) {
    const others = values.get(name);
    if (others === undefined) values.set(name, [value]);
    else others.push(value);
  }
  return values;
}

function findValue(parts: Parts, component: Item): string {
  const { request, response } = parts.message;
  const defect = findComponentDefect(component);
  if (defect !== undefined) throw uncoverable(component, defect);
  const ofRequest = isOfRequest(component);
  if (ofRequest && response === undefined) throw uncoverable(component, "has req in the signature of a request");
  const readsRequest = ofRequest || response === undefined;
  if (readsRequest && request === undefined) throw uncoverable(component, "needs the request");
  const value = String(component.value).startsWith("@")
    ? derive(parts, component, readsRequest)
    : readMember(parts, component, readsRequest);
  if (value === undefined) throw uncoverable(component, "is not in the message");
  return value;
}

function derive(parts: Parts, component: Item, readsRequest: boolean): string | undefined {
  const { response } = parts.message;
  const name = String(component.value);
  if (name === "@status") return readsRequest || response === undefined ? undefined : String(response.status);
  return readsRequest ? derivations.get(name)?.(parts, component) : undefined;
}

type Derivation = (parts: Parts, component: Item) => string | undefined;

/** See RFC 9421 §2.2. */
const derivations: ReadonlyMap<string, Derivation> = /* @__PURE__ */ new Map<string, Derivation>([
  ["@method", ({ message }) => message.request?.method],
  ["@target-uri", ({ url }) => url().href.replace(/#.*$/s, "")],
  ["@authority", ({ url }) => url().host],
  ["@scheme", ({ url }) => url().protocol.slice(0, -1)],
  ["@path", ({ url }) => url().pathname],
  ["@query", ({ url }) => url().search || "?"],
  ["@request-target", ({ url }) => `${url().pathname}${url().search}`],
  ["@query-param", findQueryParameter],
]);

/**
 * A parameter that the query has twice has no one value. The name is decoded, and must be spelled as it would be encoded.
 * @see RFC 9421 §2.2.8
 */
function findQueryParameter({ query }: Parts, component: Item): string | undefined {
  const wanted = component.parameters.get("name");
  const name = typeof wanted === "string" ? new URLSearchParams(`=${wanted}`).get("") : null;
  if (name === null || encodeParameter(name) !== wanted) return undefined;
  const [value, ...others] = query().get(name) ?? [];
  if (others.length > 0) throw uncoverable(component, "stands in the query more than once");
  return value === undefined ? undefined : encodeParameter(value);
}

function encodeParameter(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1).replaceAll("+", "%20");
}

function readMember({ message, dictionary }: Parts, component: Item, readsRequest: boolean): string | undefined {
  const field = String(component.value);
  const member = component.parameters.get("key");
  if (typeof member !== "string") return readField(message, field, readsRequest);
  const found = dictionary(field, readsRequest)?.get(member);
  return found === undefined ? undefined : formatMember(found);
}

function readField({ request, response }: SignedMessage, field: string, readsRequest: boolean): string | undefined {
  const headers = readsRequest ? request?.headers : response?.headers;
  return headers === undefined ? undefined : fieldOf(headers, field);
}

function uncoverable(component: Item, problem: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_SIGNATURE_COVERAGE", {
    message: `The component ${printable(describeComponent(component), 80)} ${problem}.`,
    parameter: "signature-input",
    specification: specification("rfc9421", "2.5"),
  });
}
