import type { MessageSchema } from "../../generated/message-schema.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";
import { toleranceDeviations } from "../../generated/tolerances.ts";
import type { HttpAnswer } from "../http/types.ts";
import { decodeParameters } from "../schema/form.ts";
import { parseMediaType } from "../util/header-field.ts";
import { parseJson } from "../util/json.ts";
import type { ExchangeContext } from "./context.ts";
import { parseFormText } from "./form-text.ts";
import { repeatedParameters } from "./repeated-parameters.ts";

/**
 * Reads a body that is not JSON with a JSON content type, where a tolerance that the caller names and the message allows covers it:
 * `form-encoded-response` (form text), `userinfo-content-type` (JSON without its content type).
 * @returns the value, or undefined when no tolerance covers the answer
 * @throws VerificationError `ERR_VERIFICATION_PARAMETER_REPEATED` for form text with a parameter twice
 */
export function readTolerantBody(
  context: Pick<ExchangeContext, "tolerate" | "report">,
  answer: HttpAnswer,
  schema: MessageSchema<unknown>,
): unknown {
  const allows = (tolerance: ToleranceName): boolean =>
    context.tolerate.includes(tolerance) && (schema.tolerances?.[""] ?? []).includes(tolerance);
  if (answer.malformedUtf8 === true) return undefined;
  const field = answer.headers.get("content-type");
  const type = field === null ? undefined : parseMediaType(field)?.type;
  if (allows("form-encoded-response") && (type === undefined || formTypes.includes(type))) {
    const parameters = parseFormText(answer.text);
    if (parameters?.has("access_token") !== true) return undefined;
    const message = readForm(parameters, schema, answer.endpoint);
    report(context, answer, schema, "form-encoded-response");
    return message;
  }
  if (allows("userinfo-content-type") && (type === undefined || type === "text/plain")) {
    const parsed = parseJson(answer.text);
    if (!parsed.ok || typeof parsed.value !== "object") return undefined;
    report(context, answer, schema, "userinfo-content-type");
    return parsed.value;
  }
  return undefined;
}

/** A lifetime in digits becomes a number, as JSON would have it. A repeated parameter is refused: two readers may see two values. */
function readForm(
  parameters: URLSearchParams,
  schema: MessageSchema<unknown>,
  endpoint: string,
): Readonly<Record<string, unknown>> {
  const decoded = decodeParameters(parameters, schema);
  if (!decoded.ok) throw repeatedParameters(decoded.repeated, endpoint);
  const entries = Object.entries(decoded.message).map(([name, value]): readonly [string, unknown] => {
    const isLifetime = name.startsWith("expires") && typeof value === "string" && /^[0-9]{1,15}$/.test(value);
    return [name, isLifetime ? Number(value) : value];
  });
  return Object.fromEntries(entries);
}

function report(
  context: Pick<ExchangeContext, "tolerate" | "report">,
  answer: HttpAnswer,
  schema: MessageSchema<unknown>,
  tolerance: ToleranceName,
): void {
  const deviation = { tolerance, deviation: toleranceDeviations[tolerance], pointer: "" };
  context.report?.({ type: "tolerated", message: schema.name, endpoint: answer.endpoint, deviation });
}

const formTypes: readonly string[] = ["application/x-www-form-urlencoded", "text/plain", "text/html"];
