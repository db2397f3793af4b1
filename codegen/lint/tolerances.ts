import { type JsonObject, stringsAt } from "../json.ts";
import type { SchemaFile, SpecSet } from "../model.ts";
import type { SpecProblem } from "../problems.ts";

/** A schema that may name tolerances: a member, a rule across members, or a whole message. */
export interface ToleranceHolder {
  readonly schema: JsonObject;
  readonly pointer: string;
  readonly scope: "member" | "message" | "rule";
  /** Name of the member. */
  readonly member?: string;
}

/** Checks that each tolerance exists for a place of this kind, and that no member that carries trust has one. */
export function lintTolerances(file: SchemaFile, holder: ToleranceHolder, specs: SpecSet): readonly SpecProblem[] {
  const { schema, pointer, scope, member } = holder;
  const at = { file: file.path, pointer: `${pointer}/x-tolerance` };
  return stringsAt(schema, "x-tolerance").flatMap((tolerance): readonly SpecProblem[] => {
    const known = specs.tolerances.find(({ name }) => name === tolerance);
    const scopes = scope === "rule" ? ["rule", "message"] : [scope];
    if (known === undefined || !scopes.includes(known.scope)) {
      const names = specs.tolerances.filter((entry) => scopes.includes(entry.scope)).map(({ name }) => name);
      const remedy = `Use a name of specs/tolerances.json: ${names.join(", ")}.`;
      return [{ ...at, message: `${tolerance} is not a tolerance of a ${scope}.`, remedy }];
    }
    if (member === undefined || !trustMembers.test(member)) return [];
    return [{ ...at, message: `${member} carries trust and never gets a tolerance.`, remedy: "Remove x-tolerance." }];
  });
}

/** Members that decide whom and what to trust (docs/architecture.md): issuer, endpoints, algorithms, subject, audience, binding. */
const trustMembers =
  /^(iss|issuer|sub|aud|azp|nonce|state|alg|enc|kid|cnf|jwks|jwks_uri|acr|at_hash|c_hash|s_hash|access_token|.*_endpoint|.*_alg_values_supported|.*_hash)$/;
