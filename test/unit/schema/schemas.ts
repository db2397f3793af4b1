import type { MessageSchema, ValidatorProblem } from "../../../generated/message-schema.ts";

/** A schema whose validator finds what the function returns. */
export function schemaOf(
  find: (value: unknown) => readonly ValidatorProblem[],
  rest: Partial<MessageSchema<unknown>> = {},
): MessageSchema<unknown> {
  const validate = (value: unknown): value is unknown => {
    validator.errors = find(value);
    return validator.errors.length === 0;
  };
  const validator: MessageSchema<unknown>["validate"] = Object.assign(validate, { errors: null });
  return {
    name: "Sample",
    spec: "rfc6749 5.1",
    documents: ["rfc6749"],
    ok: validate,
    report: (value, _instancePath, problems) => void problems.push(...find(value)),
    validate: validator,
    members: {},
    localized: {},
    sensitive: [],
    tolerances: {},
    encodings: {},
    ...rest,
  };
}

export function problem(keyword: string, instancePath = "/member", member?: string): ValidatorProblem {
  return { instancePath, keyword, message: `breaks ${keyword}`, member };
}
