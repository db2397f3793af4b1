import { dirname, join } from "node:path/posix";
import { joinMembers, resolveReferences } from "./compose-member.ts";
import { type JsonObject, objectAt, objectsAt, stringsAt, textAt } from "./json.ts";
import { mentionedMembers } from "./mentioned-members.ts";
import type { FlatMember, FlatMessage, FlatRule, Provenance, SchemaFile, SpecSet } from "./model.ts";
import { referenceName } from "./names.ts";
import { type SpecProblem, throwIfAny } from "./problems.ts";

/**
 * Flattens every composition: members of all its documents joined, open enums merged, `required` joined, provenance kept.
 * @throws SpecError when documents clash over a member, or require one that none defines
 */
export function composeMessages(specs: SpecSet): readonly FlatMessage[] {
  const problems: SpecProblem[] = [];
  const messages = [...specs.compositions.values()].map((file) => composeMessage(file, specs, problems));
  problems.push(...messages.flatMap((message) => checkAgainstBase(message, messages)));
  throwIfAny(problems);
  return messages;
}

function composeMessage(file: SchemaFile, specs: SpecSet, problems: SpecProblem[]): FlatMessage {
  const { schema, name } = file;
  const parts = objectsAt(schema, "allOf").map((part) => join(dirname(file.path), String(part.$ref)));
  const base = parts.find((path) => path.startsWith("messages/"));
  const listed = parts.flatMap((path) => specs.contributions.get(path.replace(/\.schema\.json$/, "")) ?? []);
  const view = readView(file);
  const contributions = view === undefined ? listed : listed.map((part) => narrowContribution(part, view));
  return {
    name,
    title: textAt(schema, "title") ?? "",
    description: textAt(schema, "description") ?? "",
    wire: textAt(schema, "x-wire") ?? "",
    base: base === undefined ? undefined : referenceName(base),
    branches: objectsAt(schema, "oneOf").map((part) => referenceName(String(part.$ref))),
    discriminator: textAt(schema, "x-discriminator"),
    closed: schema.additionalProperties === false,
    tolerances: stringsAt(schema, "x-tolerance"),
    documents: contributions.map((part) => readProvenance(part.schema)),
    members: joinMembers(contributions, "properties", problems),
    patterns: joinMembers(contributions, "patternProperties", problems),
    required: [...new Set(contributions.flatMap((part) => stringsAt(part.schema, "required")))],
    rules: contributions.flatMap(readRules),
  };
}

/** The members of a view; undefined for a message with all that its documents add. */
function readView({ schema }: SchemaFile): ReadonlySet<string> | undefined {
  return "x-members" in schema ? new Set(stringsAt(schema, "x-members")) : undefined;
}

/** What a document adds to a view: its members that the view has, and the rules that speak of no other. */
function narrowContribution(file: SchemaFile, view: ReadonlySet<string>): SchemaFile {
  const { patternProperties: _localized, ...schema } = file.schema;
  const properties = Object.entries(objectAt(schema, "properties")).filter(([name]) => view.has(name));
  const required = stringsAt(schema, "required").filter((name) => view.has(name));
  const allOf = objectsAt(schema, "allOf").filter((rule) => mentionedMembers(rule).every((name) => view.has(name)));
  return { ...file, schema: { ...schema, properties: Object.fromEntries(properties), required, allOf } };
}

function readRules(file: SchemaFile): readonly FlatRule[] {
  return objectsAt(file.schema, "allOf").map((rule) => {
    const { description, "x-spec": _spec, ...assertions } = rule;
    return {
      description: String(description),
      provenance: readProvenance(rule),
      assertions: resolveReferences(assertions),
      tolerances: stringsAt(rule, "x-tolerance"),
    };
  });
}

function readProvenance(schema: JsonObject): Provenance {
  const spec = objectAt(schema, "x-spec");
  return {
    document: textAt(spec, "document") ?? "",
    section: textAt(spec, "section") ?? "",
    level: textAt(spec, "level"),
  };
}

/** What is required is defined, what is called required is required, and no member has another type than in the base message. */
function checkAgainstBase(message: FlatMessage, messages: readonly FlatMessage[]): readonly SpecProblem[] {
  const at = { file: `messages/${message.name}.schema.json`, pointer: "" };
  const bases = basesOf(message, messages);
  const inherited = bases.flatMap(({ members }) => members);
  const known = new Set([...message.members, ...inherited].map(({ name }) => name));
  const required = new Set([...message.required, ...bases.flatMap((base) => base.required)]);
  const undefinedNames = message.required
    .filter((name) => !known.has(name))
    .map((name) => ({
      ...at,
      message: `${name} is required but defined nowhere.`,
      remedy: "Add it to properties of its document.",
    }));
  const unrequired = message.members
    .filter(({ name, provenance }) => provenance[0]?.level === "required" && !required.has(name))
    .map(({ name, provenance }) => ({
      ...at,
      message: `${name} has the level required in ${provenance[0]?.document ?? ""}, but may be absent.`,
      remedy: "Add it to required of that document, or set the level to conditional.",
    }));
  const clashes = message.members.flatMap((member) => {
    const original = inherited.find(({ name, assertions }) => name === member.name && isTyped({ assertions }));
    return original === undefined || !hasOtherType(member, original)
      ? []
      : [
          {
            ...at,
            message: `${member.name} has another type than in ${message.base ?? ""}, which this message extends.`,
            remedy: "Make them agree, or leave type and $ref out here.",
          },
        ];
  });
  return [...undefinedNames, ...unrequired, ...clashes];
}

function basesOf(message: FlatMessage, messages: readonly FlatMessage[]): readonly FlatMessage[] {
  const base = messages.find(({ name }) => name === message.base);
  return base === undefined ? [] : [base, ...basesOf(base, messages)];
}

function isTyped({ assertions }: Pick<FlatMember, "assertions">): boolean {
  return "type" in assertions || "$ref" in assertions;
}

/** A narrower value (`const` where the base has text) is no clash. */
function hasOtherType(member: FlatMember, original: FlatMember): boolean {
  return (
    isTyped(member) &&
    (member.assertions.$ref !== original.assertions.$ref || member.assertions.type !== original.assertions.type)
  );
}
