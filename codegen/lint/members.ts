import { isObject, type JsonObject, objectAt, objectsAt, pointerToken, stringsAt, textAt } from "../json.ts";
import type { SchemaFile, SpecSet } from "../model.ts";
import type { SpecProblem } from "../problems.ts";

/** Checks a contribution: every member and rule is described and has its section, secrets and tolerances are declared as allowed. */
export function lintContribution(file: SchemaFile, specs: SpecSet): readonly SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report = (pointer: string, message: string, remedy: string): void => {
    problems.push({ file: file.path, pointer, message, remedy });
  };
  if (!specs.documents.has(file.folder))
    report("", `specs/${file.folder} has no document.json.`, "Describe the document.");
  lintSpec(file.schema, "", file, undefined, report);
  const required = stringsAt(file.schema, "required");
  for (const map of ["properties", "patternProperties"]) {
    for (const [name, member] of Object.entries(objectAt(file.schema, map))) {
      const pointer = `/${map}/${pointerToken(name)}`;
      if (!isObject(member)) continue;
      lintSpec(member, pointer, file, required.includes(name), report);
      lintTolerances(member, pointer, name, "member", specs, report);
      if (isObject(member.not) && textAt(objectAt(member, "x-spec"), "level") !== "forbidden") {
        report(pointer, `${name} is forbidden, but its level says otherwise.`, "Set the level to forbidden.");
      }
    }
  }
  objectsAt(file.schema, "allOf").forEach((rule, index) => {
    const pointer = `/allOf/${index}`;
    if ("$ref" in rule) report(pointer, "A contribution composes nothing.", "Move the $ref to specs/messages.");
    lintSpec(rule, pointer, file, undefined, report);
  });
  return problems;
}

/** Checks a composition: title, wire form, only references below `allOf` or `oneOf`, known tolerances. */
export function lintComposition(file: SchemaFile, specs: SpecSet): readonly SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report = (pointer: string, message: string, remedy: string): void => {
    problems.push({ file: file.path, pointer, message, remedy });
  };
  const parts = [...objectsAt(file.schema, "allOf"), ...objectsAt(file.schema, "oneOf")];
  if (parts.length === 0) report("", "A composition needs allOf or oneOf.", "Name the documents that contribute.");
  parts.forEach((part, index) => {
    if (typeof part.$ref !== "string")
      report(
        `/allOf/${index}`,
        "A composition holds references only.",
        "Put members and rules into a contribution of their document.",
      );
  });
  for (const keyword of ["properties", "patternProperties", "required"]) {
    if (keyword in file.schema)
      report(
        `/${keyword}`,
        `A composition has no ${keyword}.`,
        "Put it into a contribution of the document that says so.",
      );
  }
  if (textAt(file.schema, "description") === undefined)
    report("", "The message has no description.", "Describe it in one sentence.");
  if (!wires.has(textAt(file.schema, "x-wire") ?? ""))
    report("/x-wire", "x-wire is missing or unknown.", `Use one of ${[...wires].join(", ")}.`);
  lintTolerances(file.schema, "", file.name, "message", specs, report);
  return problems;
}

type Report = (pointer: string, message: string, remedy: string) => void;

function lintSpec(
  schema: JsonObject,
  pointer: string,
  file: SchemaFile,
  required: boolean | undefined,
  report: Report,
): void {
  if ((textAt(schema, "description") ?? "").trim() === "") {
    report(pointer, "There is no description.", "Say what it is, in our own words.");
  }
  const spec = objectAt(schema, "x-spec");
  if (textAt(spec, "document") !== file.folder) {
    report(`${pointer}/x-spec`, "x-spec does not name the document of this folder.", `Set document to ${file.folder}.`);
  }
  if ((textAt(spec, "section") ?? "") === "")
    report(`${pointer}/x-spec`, "x-spec has no section.", "Name the section that defines it.");
  if (required === undefined) return;
  const level = textAt(spec, "level");
  if (level === undefined || !levels.has(level))
    report(`${pointer}/x-spec`, "x-spec has no level.", `Use one of ${[...levels].join(", ")}.`);
  else if (required && level !== "required")
    report(`${pointer}/x-spec/level`, "The member is in required.", "Set the level to required.");
}

function lintTolerances(
  schema: JsonObject,
  pointer: string,
  name: string,
  scope: "member" | "message",
  specs: SpecSet,
  report: Report,
): void {
  for (const tolerance of stringsAt(schema, "x-tolerance")) {
    const known = specs.tolerances.find((entry) => entry.name === tolerance);
    if (known?.scope !== scope) {
      report(
        `${pointer}/x-tolerance`,
        `${tolerance} is not a tolerance of a ${scope}.`,
        "Use a name of specs/tolerances.json.",
      );
    } else if (scope === "member" && trustMembers.test(name)) {
      report(`${pointer}/x-tolerance`, `${name} carries trust and never gets a tolerance.`, "Remove x-tolerance.");
    }
  }
}

const levels = new Set(["required", "recommended", "optional", "conditional", "forbidden", "deprecated"]);
const wires = new Set(["query", "form", "json", "header", "jwt-claims", "jwt-header"]);

/** Members that decide whom and what to trust (docs/architecture.md): issuer, endpoints, algorithms, subject, audience, binding. */
const trustMembers =
  /^(iss|issuer|sub|aud|azp|nonce|state|alg|enc|kid|cnf|jwks|jwks_uri|acr|at_hash|c_hash|s_hash|access_token|.*_endpoint|.*_alg_values_supported|.*_hash)$/;
