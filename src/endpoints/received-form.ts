import { oidcBackchannelLabel } from "../../generated/documents.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { CallLimits } from "../http/deadline.ts";
import { isFormType, isRequest, isUnread, readRequestBody } from "../http/request-body.ts";

/** A form that was posted to the client: the request itself, or the header fields and the body that a framework has read, unparsed. */
export type ReceivedForm = Request | ReadForm;

/** A form that a framework has read. */
export interface ReadForm {
  /** `Headers`, or an object with names in lower case as Node gives it. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came. */
  readonly body: string | Uint8Array;
}

/** Bounds of reading a form, and what it should hold. */
export interface ReceivedFormLimits extends CallLimits {
  /** Name of the message, for errors. */
  readonly messageName: string;
}

/**
 * Reads a form that was posted to the client, within a cap and a deadline.
 * @throws ValidationError `ERR_VALIDATION_RECEIVED_REQUEST` for another method or media type, and a body over 64 KiB
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an argument that is no request, or whose body has been read
 * @throws TransportError when the body does not arrive in time
 */
export async function readReceivedForm(received: ReceivedForm, limits: ReceivedFormLimits): Promise<URLSearchParams> {
  const refuse = (problem: string): Error => refusal(problem, limits);
  if (isRequest(received)) {
    if (received.method !== "POST") throw refuse("must be sent by POST");
    if (!isFormType(received.headers.get("content-type"))) throw refuse(wrongType);
    if (!isUnread(received)) throw notAForm("The body of the request has been read already.");
    const refuseBody = (problem: string): Error => refuse(`has a body that ${problem}`);
    return new URLSearchParams(await readRequestBody(received, { ...limits, maxBytes, refuse: refuseBody }));
  }
  const { headers, body } = requireReadForm(received);
  if (!isFormType(contentTypeOf(headers))) throw refuse(wrongType);
  // A text of as many characters has at least as many bytes.
  if (body.length > maxBytes) throw refuse(`has a body that is larger than ${maxBytes} bytes`);
  return new URLSearchParams(typeof body === "string" ? body : new TextDecoder().decode(body));
}

function requireReadForm(received: ReadForm): ReadForm {
  if (typeof received === "object" && received !== null) {
    const { headers, body }: { readonly headers?: unknown; readonly body?: unknown } = received;
    const isBody = typeof body === "string" || body instanceof Uint8Array;
    if (isBody && typeof headers === "object" && headers !== null) return received;
  }
  throw notAForm("The argument is neither a Request nor { headers, body } with the body as text or bytes.");
}

function contentTypeOf(headers: ReadForm["headers"]): string | undefined {
  if (headers instanceof Headers) return headers.get("content-type") ?? undefined;
  const field = headers["content-type"];
  return typeof field === "string" ? field : undefined;
}

function refusal(message: string, { messageName, endpoint }: ReceivedFormLimits): ValidationError {
  const issue = {
    pointer: "",
    keyword: "http",
    message,
    specification: specification("oidc-backchannel", "2.5", [oidcBackchannelLabel]),
    tolerances: [],
  };
  return new ValidationError("ERR_VALIDATION_RECEIVED_REQUEST", { messageName, issues: [issue], endpoint });
}

function notAForm(message: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message,
    parameter: "request",
    remedy: "Pass the Request before anybody reads its body, or { headers: req.headers, body } with the raw body.",
  });
}

const wrongType = "must have the media type application/x-www-form-urlencoded";
const maxBytes = 65_536;
