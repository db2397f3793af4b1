export { isRecord } from "../../generated/checks.ts";
