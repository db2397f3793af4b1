import type { MessageSchema } from "../../../generated/message-schema.ts";
import type { OAuthErrorName } from "../../constants/oauth-errors.ts";
import { isFormType, readRequestBody } from "../../http/request-body.ts";
import { checkMessage, isMember } from "../../schema/check.ts";
import { decodeParameters } from "../../schema/form.ts";
import type { EndpointRequest } from "./connection.ts";
import { ProtocolRefusal, refuse } from "./refusal.ts";

/**
 * Reads the form of a POST, within 64 KiB, ten seconds and a thousand parameters.
 * @throws ProtocolRefusal `invalid_request`: 405 for another method, 415 for another media type, 413 for too much
 * @see RFC 6749 §3.2
 */
export async function readForm({ raw, path, connection }: EndpointRequest): Promise<URLSearchParams> {
  if (raw.method !== "POST") {
    const headers = { Allow: "POST" };
    throw refuse("invalid_request", { description: "The endpoint takes POST only.", status: 405, headers });
  }
  if (!isFormType(raw.headers.get("content-type"))) {
    const description = "The body must have the media type application/x-www-form-urlencoded.";
    throw refuse("invalid_request", { description, status: 415 });
  }
  const length = raw.headers.get("content-length");
  if (length !== null && Number(length) > maxBytes) throw tooLarge();
  // A body that has been counted is read in one piece, which is far quicker than a stream.
  const isCounted = connection.isLengthEnforced === true && length !== null;
  const text = await (isCounted ? raw.text() : readPieces(raw, path)).catch((error: unknown) => {
    // A body that breaks off or comes too slowly is the sender's fault, not the server's.
    throw error instanceof ProtocolRefusal ? error : badBody("did not arrive whole and in time");
  });
  const form = new URLSearchParams(text);
  if (form.size > maxParameters) throw tooLarge();
  return form;
}

function readPieces(raw: Request, endpoint: string): Promise<string> {
  const refusal = (problem: string): Error => (problem.startsWith("is larger") ? tooLarge() : badBody(problem));
  return readRequestBody(raw, { maxBytes, timeoutMs, signal: raw.signal, endpoint, refuse: refusal });
}

/** How parameters are judged. */
export interface ParameterRules {
  /** The error for what breaks the schema. Default `invalid_request`. */
  readonly error?: OAuthErrorName | undefined;
}

/**
 * Reads the parameters of a message: those that the message does not know are ignored, empty ones count as absent, a repeated one is refused, and the rest is
 * checked against the schema.
 * @throws ProtocolRefusal naming the first parameter that is wrong, and the rule
 * @see RFC 6749 §3.1
 */
export function readParameters<T extends object>(
  schema: MessageSchema<T>,
  parameters: URLSearchParams,
  { error = "invalid_request" }: ParameterRules = {},
): T {
  const known = [...parameters].filter(([name]) => isMember(schema, name));
  const decoded = decodeParameters(known, schema);
  if (!decoded.ok) throw refuse("invalid_request", `The parameter ${decoded.repeated[0]} must not be repeated.`);
  const result = checkMessage(schema, decoded.message);
  if (result.ok) return result.message;
  const [issue] = result.issues;
  const section = issue?.specification === undefined ? "" : ` (${issue.specification.label})`;
  const parameter = issue?.pointer.split("/")[1] ?? "";
  throw refuse(
    errorsOfParameters[parameter] ?? error,
    `${issue?.pointer.slice(1) || "The request"} ${issue?.message ?? "is malformed"}${section}.`,
  );
}

/**
 * Reads one parameter that stands outside a message's schema.
 * @throws ProtocolRefusal `invalid_request` for one that is repeated
 */
export function readParameter(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = parameters.getAll(name);
  if (more.length > 0) throw refuse("invalid_request", `The parameter ${name} must not be repeated.`);
  return value === "" ? undefined : value;
}

function tooLarge(): Error {
  return refuse("invalid_request", { description: "The request is too large.", status: 413 });
}

function badBody(problem: string): Error {
  return refuse("invalid_request", `The body ${problem}.`);
}

/** RFC 6749 §5.2, RFC 8707 §2, RFC 9396 §5: what is malformed there has an error of its own. */
const errorsOfParameters: Readonly<Record<string, OAuthErrorName>> = {
  scope: "invalid_scope",
  resource: "invalid_target",
  authorization_details: "invalid_authorization_details",
};
const maxBytes = 65_536;
const maxParameters = 1000;
const timeoutMs = 10_000;
