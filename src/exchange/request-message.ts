import type { MessageSchema } from "../../generated/message-schema.ts";
import { ConfigurationError } from "../errors/families.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { checkMessage, isMember } from "../schema/check.ts";
import { encodeParameters, type FormParameter } from "../schema/form.ts";
import { isRecord } from "../schema/is-record.ts";
import type { ExtraParameters } from "./context.ts";

/**
 * Checks a message that is about to be sent, and turns it and the extra parameters into what travels.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a message that is no object; `ERR_CONFIGURATION_PARAMETER_RESERVED` when an extra parameter has a name that the protocol defines
 */
export function encodeRequest<T extends object>(
  schema: MessageSchema<T>,
  message: T,
  { extra = {}, endpoint, reserved = [] }: RequestEncoding,
): readonly FormParameter[] {
  if (!isRecord(message)) {
    // Callers without types pass a token instead of the object that holds it.
    const parameter = schema.name;
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: `${parameter} must be an object.`,
      parameter,
      endpoint,
    });
  }
  const present = withoutUndefined(message);
  const result = checkMessage(schema, present);
  if (!result.ok)
    throw new ValidationError("ERR_VALIDATION_REQUEST", { messageName: schema.name, issues: result.issues, endpoint });
  const names = Object.keys(extra);
  if (names.length === 0) return encodeParameters(present);
  for (const name of names) {
    if (!isMember(schema, name) && !authentication.includes(name) && !reserved.includes(name)) continue;
    throw new ConfigurationError("ERR_CONFIGURATION_PARAMETER_RESERVED", {
      message: `The extra parameter ${name} belongs to the protocol.`,
      parameter: name,
      endpoint,
      remedy: remedyFor(schema, name),
    });
  }
  return [...encodeParameters(present), ...encodeParameters(extra)];
}

/** How a request is written. */
export interface RequestEncoding {
  readonly extra?: ExtraParameters | undefined;
  /** The endpoint that it goes to, for messages. */
  readonly endpoint: string;
  /** Further names that an extra parameter must not have. */
  readonly reserved?: readonly string[] | undefined;
}

function remedyFor(schema: MessageSchema<unknown>, name: string): string | undefined {
  if (isMember(schema, name)) return "Pass it as a member of the request.";
  return authentication.includes(name) ? "The client authentication sets it." : undefined;
}

/** An option left undefined is an absent parameter. */
function withoutUndefined(message: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined));
}

/** Parameters of client authentication, whatever the method. */
const authentication: readonly string[] = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];
