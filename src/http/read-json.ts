import type { ResponseErrorCode } from "../errors/codes.ts";
import { ResponseError, type ResponseErrorDetails } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { isRecord } from "../schema/is-record.ts";
import { parseMediaTypeEssence } from "../util/header-field.ts";
import { type JsonResult, parseJson } from "../util/json.ts";
import type { HttpAnswer } from "./types.ts";

/** What {@link readJsonObject} accepts. */
export interface ReadJsonOptions {
  /** Media types in lower case: `application/json`; an entry that begins with `+` is a suffix: `+json`. */
  readonly mediaTypes: readonly string[];
}

/**
 * Reads the JSON object that an answer holds. Checks the media type (parameters and case do not matter), that the body
 * is UTF-8 and valid JSON of bounded depth, that no object in it has a member twice, and that it is an object. The
 * body's text never gets into an error.
 * @throws ResponseError `ERR_RESPONSE_CONTENT_TYPE`, `ERR_RESPONSE_NOT_JSON`, `ERR_RESPONSE_DUPLICATE_MEMBER`,
 * `ERR_RESPONSE_TOO_DEEP`
 * @see RFC 8259 §4
 * @see RFC 8259 §8.1
 */
export function readJsonObject(answer: HttpAnswer, { mediaTypes }: ReadJsonOptions): Readonly<Record<string, unknown>> {
  const field = answer.headers.get("content-type");
  const type = parseMediaTypeEssence(field);
  if (type === undefined || !mediaTypes.some((allowed) => fits(type, allowed))) {
    throw wrongMediaType(answer, { found: describeMediaType(field, type), mediaTypes });
  }
  if (answer.malformedUtf8 === true) {
    throw refuse(answer, "ERR_RESPONSE_NOT_JSON", {
      message: "The body is not UTF-8, as every JSON text must be.",
      specification: specification("rfc8259", "8.1"),
    });
  }
  const result = parseJson(answer.text);
  if (!result.ok) throw brokenJson(answer, result);
  if (!isRecord(result.value)) {
    throw refuse(answer, "ERR_RESPONSE_NOT_JSON", { message: "The body is JSON, but not an object." });
  }
  return result.value;
}

function fits(type: string, allowed: string): boolean {
  return allowed.startsWith("+") ? type.endsWith(allowed) : type === allowed;
}

function describeMediaType(field: string | null, type: string | undefined): string {
  if (field === null) return "no Content-Type";
  return type === undefined ? "a Content-Type that is no media type" : type;
}

function wrongMediaType(
  answer: HttpAnswer,
  { found, mediaTypes }: ReadJsonOptions & { readonly found: string },
): ResponseError {
  return refuse(answer, "ERR_RESPONSE_CONTENT_TYPE", {
    message: `The answer with status ${answer.status} has ${found} where ${mediaTypes.join(" or ")} is due.`,
    remedy:
      found === "text/html"
        ? "A web page answered: check the URL, and whether a proxy or login page is in the way."
        : undefined,
    parameter: "content-type",
  });
}

function brokenJson(answer: HttpAnswer, result: JsonResult & { readonly ok: false }): ResponseError {
  if (result.reason === "too-deep") {
    return refuse(answer, "ERR_RESPONSE_TOO_DEEP", { message: "The JSON text is nested too deeply." });
  }
  if (result.reason === "duplicate-member") {
    return refuse(answer, "ERR_RESPONSE_DUPLICATE_MEMBER", {
      message: `The JSON text has the member ${printable(result.pointer ?? "", 100)} twice, so that two readers may see two values.`,
      specification: specification("rfc8259", "4"),
    });
  }
  const message = answer.text === "" ? "The body is empty where JSON is due." : "The body is not valid JSON.";
  return refuse(answer, "ERR_RESPONSE_NOT_JSON", { message });
}

function refuse(
  { status, endpoint }: HttpAnswer,
  code: ResponseErrorCode,
  details: Omit<ResponseErrorDetails, "status" | "endpoint">,
): ResponseError {
  return new ResponseError(code, { ...details, status, endpoint });
}
