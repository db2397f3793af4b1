import { compile } from "json-schema-to-typescript";
import { isObject, type JsonObject } from "../json.ts";
import type { FlatMember, FlatMessage, Provenance, SpecSet } from "../model.ts";
import { pascalCase } from "../names.ts";
import { isList } from "./validators.ts";

/** The TypeScript declaration of one message, with the messages it imports. */
export interface TypeDeclaration {
  readonly text: string;
  readonly imports: readonly string[];
}

/** Emits the interface (or union) of a message by json-schema-to-typescript, readonly, with JSDoc and sections. */
export async function emitType(
  message: FlatMessage,
  messages: readonly FlatMessage[],
  specs: SpecSet,
): Promise<TypeDeclaration> {
  const documentation = `/**\n${comment([message.description, ...(message.unstable ? ["@beta Follows a draft and may change with it."] : []), ...sections(message.documents, specs)], "")}\n */\n`;
  if (message.branches.length > 0) {
    const branches = message.branches.map(pascalCase);
    return {
      text: `${documentation}export type ${message.title} = ${branches.join(" | ")};\n`,
      imports: message.branches,
    };
  }
  const members = [
    ...message.members.map((member) => withBaseType(member, message, messages)),
    ...inherited(message, messages),
  ];
  const schema = {
    title: message.title,
    type: "object" as const,
    additionalProperties: !message.closed,
    required: [...message.required],
    properties: Object.fromEntries(members.map((member) => [member.name, memberSchema(member, specs)])),
  };
  const text = await compile(schema, message.title, options);
  const base = message.base === undefined ? "" : ` extends ${pascalCase(message.base)}`;
  return {
    text:
      documentation +
      makeReadonly(text.trim())
        .replace(`export interface ${message.title} {`, `export interface ${message.title}${base} {`)
        .concat("\n"),
    imports: [
      ...new Set([
        ...(message.base === undefined ? [] : [message.base]),
        ...members.flatMap((member) => referencedMessages(member.assertions)),
      ]),
    ].filter((name) => name !== message.name),
  };
}

/** A member that only annotates one of the base message takes its type from there. */
function withBaseType(member: FlatMember, message: FlatMessage, messages: readonly FlatMessage[]): FlatMember {
  if (Object.keys(member.assertions).length > 0 || message.base === undefined) return member;
  const original = findMember(message.base, member.name, messages);
  return original === undefined ? member : { ...member, assertions: original.assertions, openEnum: original.openEnum };
}

/** Members of the base message that this one makes required, restated so that their `?` goes. */
function inherited(message: FlatMessage, messages: readonly FlatMessage[]): readonly FlatMember[] {
  const { base } = message;
  if (base === undefined) return [];
  const own = new Set(message.members.map(({ name }) => name));
  return message.required.filter((name) => !own.has(name)).flatMap((name) => findMember(base, name, messages) ?? []);
}

function findMember(base: string, name: string, messages: readonly FlatMessage[]): FlatMember | undefined {
  const message = messages.find((candidate) => candidate.name === base);
  const own = message?.members.find((member) => member.name === name);
  return own ?? (message?.base === undefined ? undefined : findMember(message.base, name, messages));
}

function memberSchema(member: FlatMember, specs: SpecSet): JsonObject {
  const lines = [
    member.description,
    ...(member.defaultValue === undefined ? [] : [`@defaultValue \`${JSON.stringify(member.defaultValue)}\``]),
    ...(member.deprecated ? ["@deprecated"] : []),
    ...sections(member.provenance, specs),
  ];
  return { description: joinParagraphs(lines), ...typeOf(member.assertions, member.openEnum, specs) };
}

/** A schema that json-schema-to-typescript prints as wanted: named messages by `tsType`, open enums with their literals. */
function typeOf(assertions: JsonObject, openEnum: readonly string[], specs: SpecSet): JsonObject {
  const reference = assertions.$ref;
  const literals = openEnum.map((value) => JSON.stringify(value));
  const text = openEnum.length === 0 ? "string" : `${literals.join(" | ")} | (string & {})`;
  if (isObject(assertions.not)) return { tsType: "never" };
  if (Object.keys(assertions).length === 0) return { tsType: "unknown" };
  if (typeof reference === "string") {
    if (reference.startsWith("messages/")) return { tsType: pascalCase(reference.slice("messages/".length)) };
    const file = specs.commons.get(reference.slice("common/".length));
    if (file === undefined) return {};
    if (isList(file))
      return {
        tsType: `${Array.isArray(file.schema.type) ? `${text} | ` : ""}readonly ${openEnum.length === 0 ? "string" : `(${text})`}[]`,
      };
    const { $id: _id, description: _description, "x-expected": _expected, ...scalar } = file.schema;
    return typeOf(scalar, openEnum, specs);
  }
  if (assertions.type === "string" && !("enum" in assertions) && !("const" in assertions)) return { tsType: text };
  if (assertions.type === "array") return { tsType: arrayType(assertions.items, openEnum, specs) };
  if (assertions.type === "object" && !isObject(assertions.properties))
    return { tsType: mapType(assertions.additionalProperties, specs) };
  const { pattern: _pattern, ...rest } = assertions;
  return Object.fromEntries(
    Object.entries(rest).map(([keyword, value]) => [keyword, nestedType(keyword, value, specs)]),
  );
}

function arrayType(items: unknown, openEnum: readonly string[], specs: SpecSet): string {
  if (!isObject(items)) return "readonly unknown[]";
  const known = Array.isArray(items["x-open-enum"])
    ? items["x-open-enum"].filter((value) => typeof value === "string")
    : openEnum;
  const { tsType, type } = typeOf(items, known, specs);
  if (typeof tsType === "string") return `readonly ${/[ |]/.test(tsType) ? `(${tsType})` : tsType}[]`;
  return `readonly ${type === "object" ? "{ readonly [k: string]: unknown }" : type === "integer" ? "number" : typeof type === "string" ? type : "unknown"}[]`;
}

/** An object without named members: a map of whatever its members may be. */
function mapType(members: unknown, specs: SpecSet): string {
  const branches = isObject(members) ? (Array.isArray(members.anyOf) ? members.anyOf : [members]).filter(isObject) : [];
  const types = branches
    .map((branch) => typeOf(branch, [], specs))
    .map(({ tsType, type }) => (typeof tsType === "string" ? tsType : typeof type === "string" ? type : "unknown"));
  return `{ readonly [k: string]: ${types.length === 0 ? "unknown" : types.join(" | ")} }`;
}

function nestedType(keyword: string, value: unknown, specs: SpecSet): unknown {
  if (keyword === "properties" && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        isObject(member)
          ? {
              ...typeOf(member, [], specs),
              ...(typeof member.description === "string" ? { description: member.description } : {}),
            }
          : member,
      ]),
    );
  }
  if ((keyword === "additionalProperties" || keyword === "items") && isObject(value)) return typeOf(value, [], specs);
  if ((keyword === "anyOf" || keyword === "oneOf") && Array.isArray(value))
    return value.map((item: unknown) => (isObject(item) ? typeOf(item, [], specs) : item));
  return value;
}

/** Names of the messages that a member's type mentions. */
export function referencedMessages(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencedMessages);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === "$ref" && typeof member === "string")
      return member.startsWith("messages/") ? [member.slice("messages/".length)] : [];
    return referencedMessages(member);
  });
}

function sections(provenance: readonly Provenance[], specs: SpecSet): readonly string[] {
  return provenance.map(({ document, section }) => {
    const known = specs.documents.get(document);
    const label = `${known?.label ?? document}${/^[0-9A-Z][0-9A-Z.]*$/.test(section) ? ` §${section}` : `, ${section}`}`;
    const url = known?.sectionUrl?.replace("{section}", section.split(/[ ,]/)[0] ?? section) ?? known?.url;
    return url === undefined ? `@see ${label}` : `@see {@link ${url} | ${label}}`;
  });
}

function comment(paragraphs: readonly string[], indent: string): string {
  return joinParagraphs(paragraphs)
    .split("\n")
    .map((line) => `${indent} *${line === "" ? "" : ` ${line}`}`)
    .join("\n");
}

/** Prose apart by a blank line, block tags below each other. */
function joinParagraphs(paragraphs: readonly string[]): string {
  return paragraphs
    .map(
      (paragraph, index) =>
        `${index === 0 ? "" : paragraph.startsWith("@") && paragraphs[index - 1]?.startsWith("@") === true ? "\n" : "\n\n"}${paragraph}`,
    )
    .join("");
}

/** Indents the members and puts `readonly` before each and before index signatures, outside comments. */
function makeReadonly(text: string): string {
  let depth = 0;
  let inComment = false;
  return text
    .split("\n")
    .map((line) => {
      if (line.startsWith("/*")) inComment = true;
      const skip = inComment;
      if (line.includes("*/")) inComment = false;
      if (!skip && line.startsWith("}")) depth -= 1;
      const indent = "  ".repeat(depth) + (skip && !line.startsWith("/*") ? (line.startsWith(" ") ? "" : " ") : "");
      if (!skip && line.endsWith("{")) depth += 1;
      const member = skip ? line.trimEnd() : line.replace(/^(\[k: string\]|"[^"]+"\??|[\w$]+\??):/, "readonly $1:");
      return `${indent}${member}${!skip && member !== line ? ";" : ""}`.replace("{;", "{");
    })
    .join("\n");
}

const options = {
  bannerComment: "",
  additionalProperties: false,
  strictIndexSignatures: false,
  unknownAny: true,
  ignoreMinAndMaxItems: true,
  format: false,
  enableConstEnums: false,
};
