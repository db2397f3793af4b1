import { isObject, type JsonObject, pointerToken, textAt } from "../json.ts";
import type { SpecSet } from "../model.ts";
import type { SpecProblem } from "../problems.ts";
import { findSectionFault } from "./sections.ts";

/** Checks the form of the examples, and that each file belongs to a message; whether a value is valid is for the tests to say. */
export function lintExamples(specs: SpecSet): readonly SpecProblem[] {
  return [...specs.examples].flatMap(([file, content]) => {
    const name = file.replace(/^.*\/examples\/|\.json$/g, "");
    const composition = specs.compositions.get(name);
    if (composition === undefined || "oneOf" in composition.schema) {
      const message = `There is no message ${name} to check these examples against.`;
      return [{ file, pointer: "", message, remedy: "Name the file after a composition that is no union." }];
    }
    if (!Array.isArray(content))
      return [{ file, pointer: "", message: "Examples are an array.", remedy: "See specs/README.md." }];
    const ids = content.map((example) => (isObject(example) ? textAt(example, "id") : undefined));
    return content.flatMap((example, index) => {
      const at = { file, pointer: `/${index}` };
      if (!isObject(example)) return [{ ...at, message: "An example is an object.", remedy: "See specs/README.md." }];
      const id = ids[index];
      if (id !== undefined && ids.indexOf(id) < index)
        return [{ ...at, pointer: `${at.pointer}/id`, message: `The id ${id} is taken.`, remedy: "Ids are unique." }];
      return lintExample(example).map(({ member, ...problem }) => ({
        ...at,
        pointer: `${at.pointer}${member}`,
        ...problem,
      }));
    });
  });
}

interface Finding {
  readonly member: string;
  readonly message: string;
  readonly remedy: string;
}

function lintExample(example: JsonObject): readonly Finding[] {
  const missing = ["id", "section"]
    .filter((key) => (textAt(example, key) ?? "") === "")
    .map((key) => ({ member: `/${key}`, message: `An example needs ${key}.`, remedy: "Add it as text." }));
  const issues = Array.isArray(example.issues) ? example.issues : [];
  const findings: Finding[] = [...missing];
  const report = (member: string, message: string, remedy: string): void => {
    findings.push({ member, message, remedy });
  };
  for (const key of Object.keys(example).filter((name) => !members.includes(name)))
    report(`/${pointerToken(key)}`, `An example has no ${key}.`, `It holds ${members.join(", ")}.`);
  const fault = findSectionFault(textAt(example, "section") ?? "");
  if (fault !== undefined) report("/section", fault.message, fault.remedy);
  if (typeof example.valid !== "boolean") report("/valid", "An example needs valid.", "Write true or false.");
  if (!("value" in example)) report("/value", "An example needs value.", "Add the message.");
  if ("issues" in example && !issues.every(isIssue))
    report("/issues", "An issue has a pointer and a keyword, nothing else.", "See specs/README.md for the names.");
  if (example.valid === false && issues.length === 0)
    report("/issues", "An invalid example says what is wrong.", "List the issues that must be found.");
  if (example.valid === true && issues.length > 0 && example.abbreviated !== true)
    report("/issues", "A valid example has no issues.", "Set valid to false, or abbreviated to true.");
  return findings;
}

function isIssue(issue: unknown): boolean {
  return (
    isObject(issue) &&
    typeof issue.pointer === "string" &&
    textAt(issue, "keyword") !== undefined &&
    Object.keys(issue).length === 2
  );
}

const members = ["id", "section", "valid", "value", "raw", "abbreviated", "issues"];
