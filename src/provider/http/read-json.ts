import type { MessageSchema } from "../../../generated/message-schema.ts";
import type { OAuthErrorName } from "../../constants/oauth-errors.ts";
import { readRequestBody } from "../../http/request-body.ts";
import { checkMessage } from "../../schema/check.ts";
import { parseMediaTypeEssence } from "../../util/header-field.ts";
import { parseJson } from "../../util/json.ts";
import type { EndpointRequest } from "./connection.ts";
import { refuse } from "./refusal.ts";

/**
 * Reads a JSON body, within 64 KiB and ten seconds, and checks it against a schema.
 * @param errors - the error for what is no such message, and for members that have one of their own
 * @throws ProtocolRefusal naming the first member that is wrong, and the rule; 415 for another media type, 413 for too much
 */
export async function readJson<T extends object>(
  request: EndpointRequest,
  schema: MessageSchema<T>,
  { error, members = {} }: JsonErrors,
): Promise<T> {
  const result = checkMessage(schema, await takeJson(request, error));
  if (result.ok) return result.message;
  const [issue] = result.issues;
  const section = issue?.specification === undefined ? "" : ` (${issue.specification.label})`;
  const member = issue?.pointer.split("/")[1] ?? "";
  throw refuse(
    members[member] ?? error,
    `${issue?.pointer.slice(1) || "The message"} ${issue?.message ?? "is malformed"}${section}.`,
  );
}

/**
 * Reads a JSON body within the same bounds, whatever it holds.
 * @throws ProtocolRefusal where it is none; 415 for another media type, 413 for too much
 */
export async function takeJson({ raw, path }: EndpointRequest, error: OAuthErrorName): Promise<unknown> {
  if (parseMediaTypeEssence(raw.headers.get("content-type")) !== "application/json")
    throw refuse("invalid_request", {
      description: "The body must have the media type application/json.",
      status: 415,
    });
  const text = await readRequestBody(raw, {
    maxBytes,
    timeoutMs,
    signal: raw.signal,
    endpoint: path,
    refuse: (problem) => refuse("invalid_request", { description: `The body ${problem}.`, status: 413 }),
  });
  const parsed = parseJson(text);
  if (!parsed.ok)
    throw refuse(error, `The body is no JSON that can be read: ${parsed.reason} ${parsed.pointer ?? ""}.`);
  return parsed.value;
}

/** Which errors a message has. */
export interface JsonErrors {
  readonly error: OAuthErrorName;
  readonly members?: Readonly<Partial<Record<string, OAuthErrorName>>> | undefined;
}

const maxBytes = 65_536;
const timeoutMs = 10_000;
