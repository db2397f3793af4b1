import type { MessageSchema } from "../../generated/message-schema.ts";
import { type ToleranceName, toleranceDeviations } from "../../generated/tolerances.ts";
import type { ForeignBody, TolerantBody } from "../schema/check.ts";
import { decodeParameters } from "../schema/form.ts";
import { allowsAnywhere } from "../schema/tolerances.ts";
import { parseMediaTypeEssence } from "../util/header-field.ts";
import { parseJson } from "../util/json.ts";
import { parseFormText } from "./form-text.ts";
import { repeatedParameters } from "./repeated-parameters.ts";

/**
 * Reads a body that is not JSON with a JSON content type, where a tolerance that is named and that the message allows covers it:
 * `form-encoded-response` (form text), `userinfo-content-type` (JSON without its content type).
 * @returns what it holds, or undefined when no tolerance covers it
 * @throws VerificationError `ERR_VERIFICATION_PARAMETER_REPEATED` for form text with a parameter twice
 */
export function readTolerantBody(
  schema: MessageSchema<unknown>,
  { text, contentType, endpoint }: ForeignBody,
  tolerate: readonly ToleranceName[],
): TolerantBody | undefined {
  const allows = (tolerance: ToleranceName): boolean =>
    tolerate.includes(tolerance) && allowsAnywhere(schema, tolerance);
  const type = parseMediaTypeEssence(contentType);
  if (allows("form-encoded-response") && (type === undefined || formTypes.includes(type))) {
    const parameters = parseFormText(text);
    if (parameters?.has("access_token") !== true) return undefined;
    return admit("form-encoded-response", readForm(parameters, schema, endpoint));
  }
  if (allows("userinfo-content-type") && (type === undefined || type === "text/plain")) {
    const parsed = parseJson(text);
    return parsed.ok && typeof parsed.value === "object" ? admit("userinfo-content-type", parsed.value) : undefined;
  }
  return undefined;
}

function admit(tolerance: ToleranceName, value: unknown): TolerantBody {
  return { value, deviation: { tolerance, deviation: toleranceDeviations[tolerance], pointer: "" } };
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

const formTypes: readonly string[] = ["application/x-www-form-urlencoded", "text/plain", "text/html"];
