import { VerificationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { componentIdentity, describeComponent, isComponent, isOfRequest } from "./component.ts";
import { fieldOf, type RequestMessage, requireUrl, type SignedMessage } from "./http-message.ts";
import {
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
  const lines = covered.items.map((component) => {
    const identity = componentIdentity(component);
    if (!isComponent(component)) throw uncoverable(component, "is no component of a message");
    if (seen.has(identity)) throw uncoverable(component, "stands twice");
    seen.add(identity);
    const value = findValue(message, component);
    // Another line would be another component, and other characters have more than one encoding.
    if (!/^[\t\x20-\x7e]*$/.test(value)) throw uncoverable(component, "has a value that is not plain ASCII");
    return `${formatItem(component)}: ${value}\n`;
  });
  return `${lines.join("")}"@signature-params": ${formatInnerList(covered)}`;
}

function findValue(message: SignedMessage, component: Item): string {
  const { request, response } = message;
  const name = String(component.value);
  checkParameters(component);
  const ofRequest = isOfRequest(component);
  if (ofRequest && response === undefined) throw uncoverable(component, "has req in the signature of a request");
  const readsRequest = ofRequest || response === undefined;
  const value = name.startsWith("@")
    ? derive(message, component, readsRequest)
    : readField(message, component, readsRequest);
  if (readsRequest && request === undefined) throw uncoverable(component, "needs the request");
  if (value === undefined) throw uncoverable(component, "is not in the message");
  return value;
}

/** Parameters change what a component means, so one that is not known here cannot be passed over. */
function checkParameters(component: Item): void {
  const own = component.value === "@query-param" ? "name" : "key";
  for (const [name, value] of component.parameters) {
    if (name === "req" && value === true) continue;
    const fits =
      name === own && typeof value === "string" && (own === "name" || !String(component.value).startsWith("@"));
    if (!fits) throw uncoverable(component, `has the parameter ${name}, which is not supported for it`);
  }
}

function derive({ request, response }: SignedMessage, component: Item, readsRequest: boolean): string | undefined {
  const name = String(component.value);
  if (name === "@status") return readsRequest || response === undefined ? undefined : String(response.status);
  const derivation = derivations.get(name);
  if (derivation === undefined) throw uncoverable(component, "is no component that this library knows");
  return readsRequest && request !== undefined ? derivation(request, component) : undefined;
}

/** See RFC 9421 §2.2. */
const derivations: ReadonlyMap<string, (request: RequestMessage, component: Item) => string | undefined> =
  /* @__PURE__ */ new Map<string, (request: RequestMessage, component: Item) => string | undefined>([
    ["@method", ({ method }) => method],
    ["@target-uri", (request) => requireUrl(request).href.replace(/#.*$/s, "")],
    ["@authority", (request) => requireUrl(request).host],
    ["@scheme", (request) => requireUrl(request).protocol.slice(0, -1)],
    ["@path", (request) => requireUrl(request).pathname],
    ["@query", (request) => requireUrl(request).search || "?"],
    ["@request-target", (request) => `${requireUrl(request).pathname}${requireUrl(request).search}`],
    ["@query-param", findQueryParameter],
  ]);

/**
 * A parameter that the query has twice has no one value.
 * @see RFC 9421 §2.2.8
 */
function findQueryParameter(request: RequestMessage, component: Item): string | undefined {
  const wanted = component.parameters.get("name");
  const values = [...requireUrl(request).searchParams].filter(([name]) => encodeParameter(name) === wanted);
  if (values.length > 1) throw uncoverable(component, "stands in the query more than once");
  return values[0] === undefined ? undefined : encodeParameter(values[0][1]);
}

function encodeParameter(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1).replaceAll("+", "%20");
}

function readField({ request, response }: SignedMessage, component: Item, readsRequest: boolean): string | undefined {
  const headers = readsRequest ? request?.headers : response?.headers;
  const field = headers === undefined ? undefined : fieldOf(headers, String(component.value));
  const member = component.parameters.get("key");
  if (field === undefined || typeof member !== "string") return field;
  const found = parseDictionary(field)?.get(member);
  return found === undefined ? undefined : formatMember(found);
}

function uncoverable(component: Item, problem: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_SIGNATURE_COVERAGE", {
    message: `The component ${printable(describeComponent(component), 80)} ${problem}.`,
    parameter: "signature-input",
    specification: specification("rfc9421", "2.5"),
  });
}
