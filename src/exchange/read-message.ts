import type { MessageSchema } from "../../generated/message-schema.ts";
import { isResponseError, ResponseError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { readJsonObject } from "../http/read-json.ts";
import type { HttpAnswer } from "../http/types.ts";
import { checkMessage } from "../schema/check.ts";
import { documentLabelsOf } from "../schema/document-labels.ts";
import { isRecord } from "../schema/is-record.ts";
import { nowSeconds } from "../util/clock.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import type { ExchangeContext } from "./context.ts";
import { type ErrorContext, readErrorAnswer, readRetryAfter } from "./error-answer.ts";

/** What reading needs of a context: the time, the tolerances, and whom to tell. Not who the client is. */
export type ReadingContext = Pick<ExchangeContext, "clock" | "tolerate" | "report" | "explain">;

/** What a reader expects of an answer. */
export interface ReadOptions {
  /** Name of the message that was sent. */
  readonly request?: string | undefined;
  /** Clock time in milliseconds when the request was built, for the event. */
  readonly startedAt?: number | undefined;
  /** Status of success. Default 200. */
  readonly status?: number | undefined;
}

/**
 * Makes sure that an answer has the status of success.
 * @throws OAuthError when the server said no, with its own words whatever the status and content type
 * @throws ResponseError `ERR_RESPONSE_STATUS` for any other answer
 */
export function requireSuccess(context: ErrorContext, answer: HttpAnswer, status = 200): void {
  if (answer.status !== status) throw readErrorAnswer(answer, context) ?? unexpectedStatus(context, answer, status);
}

/**
 * Reads an answer: the status, then the server's own error if there is one, then media type, JSON, and the message's schema.
 * @returns the message, frozen
 * @throws OAuthError when the server said no
 * @throws ResponseError for an answer that is not the endpoint's
 * @throws VerificationError `ERR_VERIFICATION_PARAMETER_REPEATED` for tolerated form text with a parameter twice
 * @throws ValidationError `ERR_VALIDATION_RESPONSE` with every problem of the message
 */
export function readMessage<T extends object>(
  context: ReadingContext,
  answer: HttpAnswer,
  schema: MessageSchema<T>,
  options: ReadOptions = {},
): T {
  requireSuccess(context, answer, options.status);
  const body = readBody(context, answer, schema);
  if (isErrorObject(body)) {
    const error = readErrorAnswer(answer, context);
    if (error !== undefined) throw error;
  }
  const { tolerate } = context;
  const result = checkMessage(schema, body, tolerate && { tolerate, nowSeconds: nowSeconds(context.clock) });
  if (!result.ok) {
    throw new ValidationError("ERR_VALIDATION_RESPONSE", {
      messageName: schema.name,
      issues: result.issues,
      endpoint: answer.endpoint,
      status: answer.status,
      remedy: context.explain?.remedyForIssues(result.issues),
    });
  }
  reportChecked(context, answer, schema, options);
  for (const deviation of result.tolerated)
    context.report?.({ type: "tolerated", message: schema.name, endpoint: answer.endpoint, deviation });
  return deepFreeze(result.message);
}

function readBody(context: ReadingContext, answer: HttpAnswer, schema: MessageSchema<unknown>): unknown {
  try {
    return readJsonObject(answer, { mediaTypes: jsonTypes });
  } catch (error) {
    if (!isResponseError(error)) throw error;
    const said = readErrorAnswer(answer, context);
    if (said !== undefined) throw said;
    const { text, headers, endpoint, malformedUtf8 } = answer;
    const body = { text, contentType: headers.get("content-type"), endpoint };
    const tolerant = malformedUtf8 === true ? undefined : context.tolerate?.readBody(schema, body);
    if (tolerant === undefined) throw error;
    context.report?.({ type: "tolerated", message: schema.name, endpoint, deviation: tolerant.deviation });
    return tolerant.value;
  }
}

/** An error that came with status 200: whatever else the body holds, the server said no. */
function isErrorObject(body: unknown): boolean {
  return isRecord(body) && body.error !== undefined && body.error !== null && body.error !== "";
}

function unexpectedStatus(context: ErrorContext, answer: HttpAnswer, expected: number): ResponseError {
  const told = context.explain?.explainStatus(answer);
  return new ResponseError("ERR_RESPONSE_STATUS", {
    message: `The answer has status ${answer.status} instead of ${expected} and holds no error of the protocol${told?.found ?? ""}.`,
    status: answer.status,
    retryAfterSeconds: readRetryAfter(answer, context),
    endpoint: answer.endpoint,
    specification: specification("rfc6749", "5.1"),
    remedy: told?.remedy,
  });
}

/** Tells the owner of a context that an answer holds a message that fits its schema. */
export function reportChecked(
  context: ReadingContext,
  answer: HttpAnswer,
  schema: MessageSchema<unknown>,
  { request, startedAt }: ReadOptions,
): void {
  if (context.report === undefined) return;
  context.report({
    type: "exchange",
    request,
    message: schema.name,
    documents: documentLabelsOf(schema),
    endpoint: answer.endpoint,
    status: answer.status,
    durationMs: startedAt === undefined ? undefined : context.clock() - startedAt,
  });
}

const jsonTypes = ["application/json"];
