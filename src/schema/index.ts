export {
  type CheckOptions,
  type CheckResult,
  checkMessage,
  type ToleratedDeviation,
  type Toleration,
} from "./check.ts";
export { type CustomClaims, type CustomClaimsOptions, checkCustomClaims } from "./custom-claims.ts";
export { type DecodedParameters, decodeParameters, encodeForm, encodeParameters, type FormParameter } from "./form.ts";
export type { StandardIssue, StandardResult, StandardSchema } from "./standard-schema.ts";
