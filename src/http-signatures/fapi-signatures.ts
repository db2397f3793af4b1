import { draftFapi2HttpSignaturesLabel } from "../../generated/documents.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { HttpAnswer, HttpSignatures, SentRequest } from "../http/types.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { systemClock } from "../util/clock.ts";
import { requireAlgorithms } from "./algorithms.ts";
import { bodyOctets, fieldOf, type RequestMessage, type ResponseMessage } from "./http-message.ts";
import { type SignatureFields, type SignatureOptions, signRequest } from "./sign-message.ts";
import {
  requireKeySource,
  type SignaturePolicy,
  type VerifiedSignature,
  verifyResponseSignature,
} from "./verify-message.ts";

/** How answers are verified. */
export interface FapiResponseSignatures
  extends Pick<SignaturePolicy, "keys" | "algorithms" | "maxAgeSeconds" | "clockToleranceSeconds"> {}

/**
 * How {@link createFapiHttpSignatures} signs and verifies.
 * @experimental The draft may change.
 */
export interface FapiHttpSignaturesOptions
  extends Pick<SignatureOptions, "key" | "algorithm" | "keyId" | "digest" | "clock"> {
  /**
   * Endpoints whose requests a client signs, by their metadata names. Default: `resource`, which stands for calls to APIs (`fetchResource`),
   * `userinfo_endpoint`, `token_endpoint` and `pushed_authorization_request_endpoint`.
   */
  readonly endpoints?: readonly string[] | undefined;
  /**
   * Makes answers of these endpoints signed ones, or they are refused; save those of APIs, whose body a client hands on unread: see
   * `verifyResponse`. Left out: answers are not verified.
   */
  readonly responses?: FapiResponseSignatures | undefined;
}

/**
 * Signs requests and verifies answers as FAPI 2.0 HTTP Signatures wants it: the option `httpSignatures` of a client, and functions for
 * calls of one's own to resources.
 * @experimental The draft may change.
 */
export interface FapiHttpSignatures extends HttpSignatures {
  /** Gives the header fields to add to a request to a resource, whose `Authorization` and `DPoP` are already set. */
  readonly signRequest: (request: RequestMessage) => Promise<SignatureFields>;
  /** Verifies an answer to a request, given as it was sent, with its signature. */
  readonly verifyResponse: (response: ResponseMessage, request: RequestMessage) => Promise<VerifiedSignature>;
}

/**
 * Creates the HTTP signatures of a client. A request is signed over method, target, `Authorization` and `DPoP` where it has them, and the
 * digest of its body, with `created` and the tag `fapi-2-request`. An answer must be signed with the tag `fapi-2-response` over its status
 * and the digest of its body, and bound to the request's method, target, digest and signature. Refusals (status 400 and more) that are
 * not signed are handed on, because nothing in them is believed.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an empty `endpoints`, for `responses` without keys or algorithms, and an option that
 * does not exist
 * @see FAPI 2.0 HTTP Signatures (draft) §5.3.1.1
 * @see FAPI 2.0 HTTP Signatures (draft) §5.3.2.2
 * @experimental The draft may change.
 */
export function createFapiHttpSignatures(options: FapiHttpSignaturesOptions): FapiHttpSignatures {
  checkOptionNames(options, optionNames, { of: "createFapiHttpSignatures" });
  const { endpoints = defaultEndpoints, responses } = options;
  if (!Array.isArray(endpoints) || endpoints.length === 0)
    throw wrong("endpoints", "must name one endpoint at least, or be left out");
  if (responses !== undefined) checkResponses(responses);
  const sign = (request: RequestMessage): Promise<SignatureFields> => signFapiRequest(request, options);
  const verify = (response: ResponseMessage, request: RequestMessage): Promise<VerifiedSignature> =>
    verifyFapiResponse(response, request, options);
  return Object.freeze<FapiHttpSignatures>({
    signRequest: sign,
    verifyResponse: verify,
    sign: async (request: SentRequest) =>
      endpoints.includes(request.endpointName) ? { ...(await sign(asMessage(request))) } : undefined,
    async verify(answer: HttpAnswer, request: SentRequest) {
      if (responses === undefined || !endpoints.includes(request.endpointName)) return;
      if (answer.status >= 400 && fieldOf(answer.headers, "signature") === undefined) return;
      await verify({ status: answer.status, headers: answer.headers, body: answer.text }, asMessage(request));
    },
  });
}

function checkResponses(responses: FapiResponseSignatures): void {
  checkOptionNames(responses, responseNames, { of: "createFapiHttpSignatures", at: "responses" });
  requireKeySource(responses.keys);
  requireAlgorithms(responses.algorithms);
}

/** What is signed must be the octets that are sent, and only of these kinds of body they are known. */
function asMessage({ method, url, headers, body }: SentRequest): RequestMessage {
  if (body === undefined || body === null) return { method, url, headers };
  if (typeof body === "string") return { method, url, headers, body };
  if (body instanceof URLSearchParams) return { method, url, headers, body: body.toString() };
  if (body instanceof Uint8Array) return { method, url, headers, body: Uint8Array.from(body) };
  throw wrong("body", "must be text, URLSearchParams or a Uint8Array where the request is signed");
}

function signFapiRequest(request: RequestMessage, options: FapiHttpSignaturesOptions): Promise<SignatureFields> {
  const { key, algorithm, keyId, digest, clock } = options;
  const fields = ["authorization", "dpop"].filter((name) => fieldOf(request.headers, name) !== undefined);
  const body = bodyOctets(request) === undefined ? [] : ["content-digest"];
  const components = ["@method", "@target-uri", ...fields, ...body];
  return signRequest(request, { key, algorithm, keyId, digest, clock, components, tag: requestTag });
}

async function verifyFapiResponse(
  response: ResponseMessage,
  request: RequestMessage,
  { responses, clock = systemClock }: FapiHttpSignaturesOptions,
): Promise<VerifiedSignature> {
  if (responses === undefined) throw wrong("responses", "must say which keys sign the answers");
  const body = bodyOctets(request) === undefined ? [] : ["content-digest;req"];
  const components = ["@status", "@method;req", "@target-uri;req", ...body];
  const verified = await verifyResponseSignature(response, request, {
    ...responses,
    clock,
    components,
    tag: responseTag,
  });
  const isSigned = fieldOf(request.headers, "signature") !== undefined;
  const names = new Set(verified.components.map((component) => component.replace(/;key="[^"]*"/, "")));
  if (!isSigned || (names.has("signature;req") && names.has("signature-input;req"))) return verified;
  throw new VerificationError("ERR_VERIFICATION_SIGNATURE_COVERAGE", {
    message: "The signature of the answer does not cover the signature of the request, with its parameters.",
    parameter: "signature-input",
    specification: specification("draft-fapi2-http-signatures", "5.3.2.1", [draftFapi2HttpSignaturesLabel]),
  });
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const requestTag = "fapi-2-request";
const responseTag = "fapi-2-response";
const defaultEndpoints: readonly string[] = [
  "resource",
  "userinfo_endpoint",
  "token_endpoint",
  "pushed_authorization_request_endpoint",
];

const optionNames: OptionNames<FapiHttpSignaturesOptions> = {
  key: true,
  algorithm: true,
  keyId: true,
  digest: true,
  clock: true,
  endpoints: true,
  responses: true,
};

const responseNames: OptionNames<FapiResponseSignatures> = {
  keys: true,
  algorithms: true,
  maxAgeSeconds: true,
  clockToleranceSeconds: true,
};
