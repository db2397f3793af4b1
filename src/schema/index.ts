export {
  type CheckOptions,
  type CheckResult,
  checkMessage,
  type ToleratedDeviation,
  type Toleration,
} from "./check.ts";
export { type DecodedParameters, decodeParameters, encodeForm, encodeParameters, type FormParameter } from "./form.ts";
