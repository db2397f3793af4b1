import { cibaLabel } from "../../generated/documents.ts";
import { defaultMaxResponseBytes, defaultTimeoutMs } from "../constants/limits.ts";
import { ConfigurationError, isResponseError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { readBody } from "../http/body.ts";
import { withDeadline } from "../http/deadline.ts";
import { readJsonObject } from "../http/read-json.ts";
import { isUnread } from "../http/request-body.ts";
import type { HttpAnswer } from "../http/types.ts";
import { isRecord } from "../schema/is-record.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import type { BackchannelAuthentication } from "./backchannel-authentication.ts";

/** A request that reached the client's notification endpoint: as the Fetch API has it, or its header fields and its body as text. */
export type BackchannelNotification =
  | Request
  | {
      readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly body: string;
    };

/** The authentication that a notification may be about. */
export interface ExpectedAuthentication {
  /** The one that is waited for, or a function that finds it by its `auth_req_id` and gives `undefined` for an unknown one. */
  readonly authentication:
    | BackchannelAuthentication
    | ((authReqId: string) => BackchannelAuthentication | undefined | Promise<BackchannelAuthentication | undefined>);
}

/** A notification of the server, whose sender knew the authentication's token. */
export interface OpenedNotification {
  /** The request in the form that the readers of messages take. */
  readonly answer: HttpAnswer;
  readonly body: Readonly<Record<string, unknown>>;
  readonly authentication: BackchannelAuthentication;
}

/**
 * Reads a notification as far as it takes to know the authentication that it is about, and that its sender knows the token of it.
 * @throws VerificationError `ERR_VERIFICATION_NOTIFICATION_TOKEN`, `ERR_VERIFICATION_AUTH_REQ_ID`
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for something that is no request
 * @throws ResponseError for a body that is no JSON object
 * @see CIBA Core §10.2
 */
export async function openNotification(
  context: ExchangeContext,
  notification: BackchannelNotification,
  { authentication: expected, signal }: ExpectedAuthentication & { readonly signal?: AbortSignal | undefined },
): Promise<OpenedNotification> {
  const { headers, body: unread } = readRequest(notification);
  const token = bearer.exec(headers.get("authorization") ?? "")?.[1];
  if (token === undefined) throw wrongToken("has no bearer token");
  const answer = Object.freeze({ status: 200, headers, endpoint, ...(await readText(unread, signal)) });
  const body = readJsonObject(answer, { mediaTypes: ["application/json"] });
  const authReqId: unknown = isRecord(body) ? body.auth_req_id : undefined;
  const authentication = typeof authReqId === "string" ? await find(expected, authReqId) : undefined;
  if (!isRecord(body) || authentication === undefined) throw unknownRequest();
  if (authentication.issuer !== context.metadata.issuer) throw unknownRequest();
  const { clientNotificationToken } = authentication;
  if (typeof clientNotificationToken !== "string" || !equalConstantTime(token, clientNotificationToken))
    throw wrongToken("has another bearer token than its authentication request announced");
  return { answer, body, authentication };
}

async function find(
  expected: ExpectedAuthentication["authentication"],
  authReqId: string,
): Promise<BackchannelAuthentication | undefined> {
  const found = typeof expected === "function" ? await expected(authReqId) : expected;
  // Databases give null for what they do not know.
  return typeof found === "object" && found !== null && equalConstantTime(found.response.auth_req_id, authReqId)
    ? found
    : undefined;
}

interface ReceivedRequest {
  readonly headers: Headers;
  readonly body: string | Request;
}

function readRequest(notification: BackchannelNotification): ReceivedRequest {
  if (typeof notification !== "object" || notification === null) throw noRequest("It is not an object.");
  const { headers, body } = notification;
  if (typeof headers !== "object" || headers === null) throw noRequest("It has no headers.");
  if (typeof body === "string") return { headers: asHeaders(headers), body };
  if (!isRequest(notification)) throw noRequest("Its body is not text.");
  if (notification.method !== "POST") throw noRequest("It is not a POST request.");
  if (!isUnread(notification)) throw noRequest("Its body has been read already.");
  return { headers: asHeaders(headers), body: notification };
}

function isRequest(notification: BackchannelNotification): notification is Request {
  return "method" in notification && "bodyUsed" in notification;
}

function asHeaders(fields: Headers | Readonly<Record<string, unknown>>): Headers {
  if (isHeaders(fields)) return fields;
  const headers = new Headers();
  // HTTP/2 servers give pseudo-header fields such as `:path` beside the others.
  for (const [name, value] of Object.entries(fields))
    if (typeof value === "string" && !name.startsWith(":")) headers.set(name, value);
  return headers;
}

/** Structural, because header fields may come from another realm or a polyfill. Node's own are a plain object. */
function isHeaders(fields: Headers | Readonly<Record<string, unknown>>): fields is Headers {
  return typeof fields.get === "function";
}

type ReceivedText = Pick<HttpAnswer, "text" | "malformedUtf8">;

/** Anybody can post to the endpoint: what is read is bounded in size and time. */
async function readText(body: string | Request, signal: AbortSignal | undefined): Promise<ReceivedText> {
  if (typeof body === "string") return { text: body };
  const limits = { timeoutMs: defaultTimeoutMs, signal, endpoint };
  const maxBytes = defaultMaxResponseBytes;
  try {
    return await withDeadline(limits, (call) => readBody(new Response(body.body), { maxBytes, endpoint, call }));
  } catch (error) {
    if (!isResponseError(error)) throw error;
    throw noRequest(`Its body is larger than ${maxBytes} bytes.`);
  }
}

function noRequest(problem: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The notification cannot be read. ${problem}`,
    parameter: "notification",
    specification: specification("ciba", "10.2", [cibaLabel]),
    remedy: "Pass the Request that reached the notification endpoint, or { headers, body } with the body as text.",
  });
}

function wrongToken(problem: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_NOTIFICATION_TOKEN", {
    message: `The notification ${problem}.`,
    parameter: "client_notification_token",
    endpoint,
    specification: specification("ciba", "10.2", [cibaLabel]),
    remedy: "Answer it with status 401 and act on nothing in it.",
  });
}

function unknownRequest(): VerificationError {
  return new VerificationError("ERR_VERIFICATION_AUTH_REQ_ID", {
    message: "The notification is about an authentication request that this client does not know.",
    parameter: "auth_req_id",
    endpoint,
    specification: specification("ciba", "10.2", [cibaLabel]),
    remedy: "Look the authentication up by its auth_req_id; it may have been finished already.",
  });
}

const endpoint = "backchannel_client_notification_endpoint";
const bearer = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
