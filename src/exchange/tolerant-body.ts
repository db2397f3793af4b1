import type { MessageSchema } from "../../generated/message-schema.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";
import { toleranceDeviations } from "../../generated/tolerances.ts";
import type { HttpAnswer } from "../http/types.ts";
import { parseMediaType } from "../util/header-field.ts";
import { parseJson } from "../util/json.ts";
import type { ExchangeContext } from "./context.ts";

/**
 * Reads a body that is not JSON with a JSON content type, where a tolerance that the caller names and the message allows covers it:
 * `form-encoded-response` (form text), `userinfo-content-type` (JSON without its content type).
 * @returns the value, or undefined when no tolerance covers the answer
 */
export function readTolerantBody(
  context: ExchangeContext,
  answer: HttpAnswer,
  schema: MessageSchema<unknown>,
): unknown {
  const allows = (tolerance: ToleranceName): boolean =>
    context.tolerate.includes(tolerance) && (schema.tolerances?.[""] ?? []).includes(tolerance);
  const field = answer.headers.get("content-type");
  const type = field === null ? undefined : parseMediaType(field)?.type;
  if (
    allows("form-encoded-response") &&
    (type === undefined || formTypes.includes(type)) &&
    /(?:^|&)access_token=/.test(answer.text)
  ) {
    report(context, answer, schema, "form-encoded-response");
    return readForm(answer.text);
  }
  if (allows("userinfo-content-type") && (type === undefined || type === "text/plain")) {
    const parsed = parseJson(answer.text);
    if (!parsed.ok || typeof parsed.value !== "object") return undefined;
    report(context, answer, schema, "userinfo-content-type");
    return parsed.value;
  }
  return undefined;
}

/** The first value of each name counts; a lifetime in digits becomes a number, as JSON would have it. */
function readForm(text: string): Readonly<Record<string, unknown>> {
  const parameters = new URLSearchParams(text.trim());
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const value = parameters.get(name) ?? "";
      return [name, name.startsWith("expires") && /^[0-9]{1,15}$/.test(value) ? Number(value) : value];
    }),
  );
}

function report(
  context: ExchangeContext,
  answer: HttpAnswer,
  schema: MessageSchema<unknown>,
  tolerance: ToleranceName,
): void {
  const deviation = { tolerance, deviation: toleranceDeviations[tolerance], pointer: "" };
  context.report?.({ type: "message-tolerated", message: schema.name, endpoint: answer.endpoint, deviation });
}

const formTypes: readonly string[] = ["application/x-www-form-urlencoded", "text/plain", "text/html"];
