import { dirname, join } from "node:path/posix";
import { isObject, objectAt, objectsAt, pointerToken, stringsAt, textAt } from "../json.ts";
import type { SchemaFile, SpecSet } from "../model.ts";
import type { SpecProblem } from "../problems.ts";
import { lintTolerances } from "./tolerances.ts";
import { valueTypes } from "./value-types.ts";

/** Checks a composition: described, with a wire form, only references below `allOf` or `oneOf`, encodings where they travel as text. */
export function lintComposition(file: SchemaFile, specs: SpecSet): readonly SpecProblem[] {
  return [
    ...lintForm(file),
    ...lintBase(file),
    ...lintUnion(file),
    ...lintView(file, specs),
    ...lintTolerances(file, { schema: file.schema, pointer: "", scope: "message" }, specs),
    ...lintEncodings(file, specs),
  ];
}

function lintForm({ path, schema }: SchemaFile): readonly SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report = (pointer: string, message: string, remedy: string): void => {
    problems.push({ file: path, pointer, message, remedy });
  };
  if ("allOf" in schema === "oneOf" in schema)
    report(
      "",
      "A composition has either allOf or oneOf.",
      "Name the documents that contribute, or the kinds of message.",
    );
  for (const keyword of ["allOf", "oneOf"]) {
    objectsAt(schema, keyword).forEach((part, index) => {
      if (typeof part.$ref === "string") return;
      const remedy = "Put members and rules into a contribution of their document.";
      report(`/${keyword}/${index}`, "A composition holds references only.", remedy);
    });
  }
  if ((textAt(schema, "description") ?? "").trim() === "")
    report("", "The message has no description.", "Describe it in one sentence.");
  if (!wires.includes(textAt(schema, "x-wire") ?? ""))
    report("/x-wire", "x-wire is missing or unknown.", `Use one of ${wires.join(", ")}.`);
  if ("additionalProperties" in schema && schema.additionalProperties !== false)
    report(
      "/additionalProperties",
      "A message keeps unknown members unless it refuses them.",
      "Write false for a request, or leave it out.",
    );
  return problems;
}

function lintBase(file: SchemaFile): readonly SpecProblem[] {
  const parts = references(file, "allOf");
  const bases = parts.filter((path) => path.startsWith("messages/"));
  if (bases.length === 0 || (bases.length === 1 && parts[0] === bases[0])) return [];
  const message = "A composition extends at most one other, named first.";
  return [{ file: file.path, pointer: "/allOf", message, remedy: "Name one message, then the documents." }];
}

function lintUnion(file: SchemaFile): readonly SpecProblem[] {
  const union = "oneOf" in file.schema;
  const discriminator = textAt(file.schema, "x-discriminator");
  const at = { file: file.path, pointer: "/x-discriminator" };
  if (union && discriminator === undefined)
    return [
      { ...at, message: "A union has no x-discriminator.", remedy: "Name the member that tells the kinds apart." },
    ];
  if (!union && discriminator !== undefined)
    return [
      { ...at, message: "Only a union has an x-discriminator.", remedy: "Remove it, or list the kinds in oneOf." },
    ];
  return references(file, "oneOf").flatMap((path, index) =>
    path.startsWith("messages/")
      ? []
      : [
          {
            file: file.path,
            pointer: `/oneOf/${index}`,
            message: "A union joins messages.",
            remedy: "Compose the document's contribution into a message first.",
          },
        ],
  );
}

/** A view names members that its documents define, and extends no message: what it inherited would be all there. */
function lintView(file: SchemaFile, specs: SpecSet): readonly SpecProblem[] {
  if (!("x-members" in file.schema)) return [];
  const at = { file: file.path, pointer: "/x-members" };
  const parts = references(file, "allOf");
  if (parts.length === 0 || parts.some((path) => path.startsWith("messages/")))
    return [{ ...at, message: "A view is made of documents.", remedy: "List the contributions in allOf, no message." }];
  const defined = parts.flatMap((path) => {
    const contribution = specs.contributions.get(path.replace(/\.schema\.json$/, ""))?.schema ?? {};
    return Object.keys(objectAt(contribution, "properties"));
  });
  return stringsAt(file.schema, "x-members")
    .filter((name) => !defined.includes(name))
    .map((name) => ({
      ...at,
      message: `${name} is no member of a document of this view.`,
      remedy: "Correct the name, or list its document in allOf.",
    }));
}

/** A message that travels as text needs to know how a value that is no text is written; in JSON there is nothing to know. */
function lintEncodings(file: SchemaFile, specs: SpecSet): readonly SpecProblem[] {
  const wire = textAt(file.schema, "x-wire") ?? "";
  return references(file, "allOf").flatMap((path) => {
    const contribution = specs.contributions.get(path.replace(/\.schema\.json$/, ""))?.schema ?? {};
    return Object.entries(objectAt(contribution, "properties")).flatMap(([name, member]) => {
      if (!isObject(member)) return [];
      const encoding = textAt(member, "x-encoding");
      const types = valueTypes(member, specs);
      const found = textWires.includes(wire)
        ? wrongEncoding(encoding, types)
        : encoding === undefined
          ? undefined
          : json;
      if (found === undefined) return [];
      const [message, remedy] = found;
      return [
        {
          file: path,
          pointer: `/properties/${pointerToken(name)}/x-encoding`,
          message: `${message} (${file.name} travels as ${wire}).`,
          remedy,
        },
      ];
    });
  });
}

function wrongEncoding(
  encoding: string | undefined,
  types: readonly string[],
): readonly [message: string, remedy: string] | undefined {
  const fitting = types.flatMap((type) => encodingsOf[type] ?? []);
  if (encoding === undefined)
    return types.length === 0 || types.includes("string")
      ? undefined
      : [`There is no x-encoding for ${types.join(" or ")}`, `Use ${fitting.join(" or ")}.`];
  if (types.length === 0 || fitting.includes(encoding)) return undefined;
  return fitting.length === 0
    ? ["x-encoding has no meaning for text", "Remove it."]
    : [`x-encoding ${encoding} does not fit ${types.join(" or ")}`, `Use ${fitting.join(" or ")}.`];
}

function references({ path, schema }: SchemaFile, keyword: "allOf" | "oneOf"): readonly string[] {
  return objectsAt(schema, keyword).map((part) => join(dirname(path), String(part.$ref)));
}

const textWires = ["query", "form", "header"];
const wires = [...textWires, "json", "jwt-claims", "jwt-header", "post-message"];
const json = ["x-encoding has no meaning here", `Remove it: only ${textWires.join(", ")} messages are text.`] as const;
const encodingsOf: Readonly<Record<string, readonly string[]>> = {
  integer: ["digits", "json"],
  number: ["digits", "json"],
  array: ["repeat", "json"],
  object: ["json"],
  boolean: ["json"],
  null: ["json"],
};
