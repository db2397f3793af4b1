import { isObject, type JsonObject, objectAt, objectsAt, pointerToken, stringsAt, textAt } from "../json.ts";
import type { SchemaFile, SpecSet } from "../model.ts";
import type { SpecProblem } from "../problems.ts";
import { findSectionFault } from "./sections.ts";
import { lintTolerances } from "./tolerances.ts";
import { valueTypes } from "./value-types.ts";

/** Checks a contribution: its document exists, every member and rule is described and has its section and level. */
export function lintContribution(file: SchemaFile, specs: SpecSet): readonly SpecProblem[] {
  const required = stringsAt(file.schema, "required");
  const members = ["properties", "patternProperties"].flatMap((map) =>
    Object.entries(objectAt(file.schema, map)).flatMap(([name, member]) =>
      isObject(member)
        ? lintMember({ file, name, member, pointer: `/${map}/${pointerToken(name)}` }, required.includes(name), specs)
        : [],
    ),
  );
  const rules = objectsAt(file.schema, "allOf").flatMap((rule, index) => {
    const pointer = `/allOf/${index}`;
    return [
      ...lintOrigin(rule, pointer, file),
      ...lintTolerances(file, { schema: rule, pointer, scope: "rule" }, specs),
    ];
  });
  return [...lintDocument(file, specs), ...lintOrigin(file.schema, "", file), ...members, ...rules];
}

interface MemberPlace {
  readonly file: SchemaFile;
  readonly name: string;
  readonly member: JsonObject;
  readonly pointer: string;
}

function lintDocument({ path, folder }: SchemaFile, specs: SpecSet): readonly SpecProblem[] {
  if (specs.documents.has(folder)) return [];
  const message = `specs/${folder} has no document.json.`;
  return [{ file: path, pointer: "", message, remedy: "Describe the document: id, label, title, url, status." }];
}

/** A description, and the section of this folder's document. */
function lintOrigin(schema: JsonObject, pointer: string, file: SchemaFile): readonly SpecProblem[] {
  const spec = objectAt(schema, "x-spec");
  const at = { file: file.path, pointer: `${pointer}/x-spec` };
  const problems: SpecProblem[] = [];
  if ((textAt(schema, "description") ?? "").trim() === "")
    problems.push({ ...at, pointer, message: "There is no description.", remedy: "Say what it is, in our own words." });
  if (textAt(spec, "document") !== file.folder) {
    const message = "x-spec does not name the document of this folder.";
    problems.push({ ...at, message, remedy: `Set document to ${file.folder}.` });
  }
  const section = textAt(spec, "section") ?? "";
  const fault = findSectionFault(section);
  if (section.trim() === "")
    problems.push({ ...at, message: "x-spec has no section.", remedy: "Name the section that defines it." });
  else if (fault !== undefined) problems.push({ ...at, pointer: `${at.pointer}/section`, ...fault });
  for (const key of Object.keys(spec).filter((name) => !["document", "section", "level"].includes(name))) {
    const pointer = `${at.pointer}/${pointerToken(key)}`;
    problems.push({
      ...at,
      pointer,
      message: `x-spec has no ${key}.`,
      remedy: "It holds document, section and level.",
    });
  }
  return problems;
}

function lintMember(place: MemberPlace, required: boolean, specs: SpecSet): readonly SpecProblem[] {
  const { file, member, pointer } = place;
  return [
    ...lintOrigin(member, pointer, file),
    ...lintLevel(place, required),
    ...lintOpenEnum(place, specs),
    ...lintTolerances(file, { schema: member, pointer, scope: "member", member: place.name }, specs),
  ];
}

function lintLevel({ file, name, member, pointer }: MemberPlace, required: boolean): readonly SpecProblem[] {
  const { level } = objectAt(member, "x-spec");
  const at = { file: file.path, pointer: `${pointer}/x-spec/level` };
  if (typeof level !== "string" || !levels.includes(level)) {
    const message = level === undefined ? `${name} has no level.` : `${name} has the level ${level}, which is none.`;
    return [{ ...at, message, remedy: `Use one of ${levels.join(", ")}.` }];
  }
  if (required && level !== "required")
    return [{ ...at, message: `${name} is in required, its level is ${level}.`, remedy: "Set the level to required." }];
  const forbidden = isObject(member.not);
  if (forbidden !== (level === "forbidden"))
    return [
      forbidden
        ? { ...at, message: `${name} is forbidden, its level is ${level}.`, remedy: "Set the level to forbidden." }
        : {
            ...at,
            message: `${name} has the level forbidden, but is allowed.`,
            remedy: 'Write "not": {} and no type.',
          },
    ];
  return [];
}

/** Well-known values belong to text, or to a list of text. */
function lintOpenEnum({ file, name, member, pointer }: MemberPlace, specs: SpecSet): readonly SpecProblem[] {
  if (!("x-open-enum" in member)) return [];
  const types = valueTypes(member, specs);
  if (types.length === 0 || types.includes("string") || types.includes("array")) return [];
  const message = `x-open-enum lists texts, and ${name} holds none.`;
  const remedy = "Remove it, or give the member a scalar or list of text.";
  return [{ file: file.path, pointer: `${pointer}/x-open-enum`, message, remedy }];
}

const levels = ["required", "recommended", "optional", "conditional", "forbidden", "deprecated"];
