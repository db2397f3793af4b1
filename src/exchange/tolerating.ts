import { type ToleranceName, toleranceDeviations } from "../../generated/tolerances.ts";
import { ConfigurationError } from "../errors/families.ts";
import { quotePrintable } from "../errors/printable.ts";
import type { Toleration } from "../schema/check.ts";
import { judgeMessage } from "../schema/judge.ts";
import { readTolerantBody } from "./tolerant-body.ts";

/**
 * Makes what admits the deviations named, for the option `tolerate` of `createExchangeContext`, `checkMessage` and the functions that
 * read metadata (`createClient` takes the names themselves). Naming none admits none, but lets errors say which tolerances would help.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a name that is none
 */
export function tolerating(names: readonly ToleranceName[]): Toleration {
  const tolerate = Object.freeze(checkNames(names));
  return Object.freeze<Toleration>({
    names: tolerate,
    judge: (schema, value, findings) => judgeMessage({ ...findings, schema, value }, tolerate),
    readBody: (schema, body) => readTolerantBody(schema, body, tolerate),
  });
}

function checkNames(names: readonly ToleranceName[]): readonly ToleranceName[] {
  const wrong: unknown = Array.isArray(names) ? names.find((name) => !isName(name)) : names;
  if (Array.isArray(names) && names.every(isName)) return [...names];
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `tolerate must be a list of names, and ${describe(wrong)} is ${Array.isArray(names) ? "none" : "no list"}; there are ${Object.keys(toleranceDeviations).join(", ")}.`,
    parameter: "tolerate",
  });
}

function isName(name: unknown): boolean {
  return typeof name === "string" && Object.hasOwn(toleranceDeviations, name);
}

/** Text is an option of the caller's own code; of everything else the type says enough. */
function describe(value: unknown): string {
  return typeof value === "string" ? quotePrintable(value, 80) : value === null ? "null" : typeof value;
}
