import type { MessageSchema } from "../../generated/message-schema.ts";
import type { RegistrationResponse } from "../../generated/messages/registration-response.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { HttpAnswer } from "../http/types.ts";
import { checkMessage } from "../schema/check.ts";
import { parseUrl } from "../util/url.ts";

/** A request with a JSON body as it travels. Holds secrets. */
export interface JsonHttpRequest<Message extends object> {
  readonly url: string;
  /** Header fields, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The message, without members that are `undefined`. */
  readonly message: Message;
  /** The message as JSON text. */
  readonly body: string;
}

/**
 * Checks a message that travels as JSON. Members that are `undefined` are absent.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 */
export function buildJsonRequest<Message extends object>(
  schema: MessageSchema<Message>,
  message: Message,
  { endpoint, url, headers }: { readonly endpoint: string } & Pick<JsonHttpRequest<Message>, "url" | "headers">,
): JsonHttpRequest<Message> {
  const present = Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined));
  const checked = checkMessage(schema, present);
  if (!checked.ok) {
    throw new ValidationError("ERR_VALIDATION_REQUEST", { messageName: schema.name, issues: checked.issues, endpoint });
  }
  return { url, headers, message: checked.message, body: JSON.stringify(present) };
}

/**
 * Refuses a `registration_client_uri` that looks right to the schema, which demands `https` (`http` on a loopback host) and no credentials, yet is no URL.
 * @throws ValidationError `ERR_VALIDATION_RESPONSE`
 */
export function refuseBrokenConfigurationUri(response: RegistrationResponse, answer: HttpAnswer): void {
  const { registration_client_uri: uri } = response;
  if (uri === undefined || parseUrl(uri) !== undefined) return;
  const issue = {
    pointer: "/registration_client_uri",
    keyword: "format",
    message: "must be a well-formed https URL without credentials (http on a loopback host only)",
    specification: specification("rfc7592", "3"),
    tolerances: [],
  };
  const { status, endpoint } = answer;
  throw new ValidationError("ERR_VALIDATION_RESPONSE", {
    messageName: "RegistrationResponse",
    issues: [issue],
    status,
    endpoint,
  });
}
