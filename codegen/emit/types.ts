import { compile } from "json-schema-to-typescript";
import type { JsonObject } from "../json.ts";
import type { FlatMember, FlatMessage, SpecSet } from "../model.ts";
import { pascalCase } from "../names.ts";
import { findMember } from "./base-members.ts";
import { commentLines, docComment, seeSections } from "./jsdoc.ts";
import { printMember } from "./print.ts";
import { referencedMessages, typeSchema, typeText } from "./type-expression.ts";
import { draftsOfMember, draftsOfMessage, unstableParagraphs } from "./unstable.ts";

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
  const unstable = unstableParagraphs(draftsOfMessage(message, messages, specs));
  const comment = docComment([message.description, ...unstable, ...seeSections(message.documents, specs)], "");
  if (message.branches.length > 0) {
    const union = printMember(`export type ${message.title} = ${message.branches.map(pascalCase).join(" | ")};`, "");
    return { text: comment + union.concat("\n"), imports: message.branches };
  }
  const members = [
    ...message.members.map((member) => withBaseType(member, message, messages)),
    ...inherited(message, messages),
  ];
  const references = members.flatMap((member) => referencedMessages(member.assertions));
  const imports = new Set([...(message.base === undefined ? [] : [message.base]), ...references]);
  imports.delete(message.name);
  const required = requiredNames(message, messages);
  const scope = { message: { ...message, required }, messages, specs };
  return { text: comment + (await declare(scope, members)), imports: [...imports] };
}

/** The message that is emitted, among all others. */
interface Scope {
  readonly message: FlatMessage;
  readonly messages: readonly FlatMessage[];
  readonly specs: SpecSet;
}

async function declare(scope: Scope, members: readonly FlatMember[]): Promise<string> {
  const { message } = scope;
  const schema = {
    title: message.title,
    type: "object" as const,
    additionalProperties: !message.closed,
    required: [...message.required],
    properties: Object.fromEntries(members.map((member) => [member.name, memberSchema(member, scope)])),
  };
  const text = makeReadonly((await compile(schema, message.title, options)).trim());
  const base = message.base === undefined ? "" : ` extends ${pascalCase(message.base)}`;
  return text
    .replace(`export interface ${message.title} {`, `export interface ${message.title}${base} {`)
    .replace(/((?: {2}readonly \[k: string\]: unknown;\n)?\})$/, `${localizedMembers(scope)}$1\n`);
}

/** Index signatures of the members that may carry a language tag: `client_name#fr`. */
function localizedMembers({ message, messages, specs }: Scope): string {
  const signatures = message.patterns.map((member) => {
    const unstable = unstableParagraphs(draftsOfMember(member, message, messages, specs));
    const comment = docComment([member.description, ...unstable, ...seeSections(member.provenance, specs)], "  ");
    const type = typeText(typeSchema(member.assertions, member.openEnum, specs));
    return `${comment}  readonly [k: \`${member.name.slice(1)}\${string}\`]: ${type};\n`;
  });
  return signatures.join("").replaceAll("$", "$$$$");
}

/** A member that only annotates one of the base message takes its type from there. */
function withBaseType(member: FlatMember, message: FlatMessage, messages: readonly FlatMessage[]): FlatMember {
  if (Object.keys(member.assertions).length > 0 || message.base === undefined) return member;
  const original = findMember(message.base, member.name, messages);
  if (original === undefined) return member;
  const openEnum = [...new Set([...original.openEnum, ...member.openEnum])];
  return { ...member, assertions: original.assertions, openEnum };
}

/** Members of the base message that this one makes required, restated so that their `?` goes. */
function inherited(message: FlatMessage, messages: readonly FlatMessage[]): readonly FlatMember[] {
  const { base } = message;
  if (base === undefined) return [];
  const own = new Set(message.members.map(({ name }) => name));
  return message.required.filter((name) => !own.has(name)).flatMap((name) => findMember(base, name, messages) ?? []);
}

/** What this message requires, and what of its own members the base message requires: a member restated stays required. */
function requiredNames(message: FlatMessage, messages: readonly FlatMessage[]): readonly string[] {
  const base = messages.find(({ name }) => name === message.base);
  if (base === undefined) return message.required;
  const own = new Set(message.members.map(({ name }) => name));
  return [...new Set([...message.required, ...requiredNames(base, messages).filter((name) => own.has(name))])];
}

function memberSchema(member: FlatMember, { message, messages, specs }: Scope): JsonObject {
  const [unstable, ...experimental] = unstableParagraphs(draftsOfMember(member, message, messages, specs));
  const paragraphs = [
    member.description,
    ...(unstable === undefined ? [] : [unstable]),
    ...(member.defaultValue === undefined ? [] : [`@defaultValue \`${JSON.stringify(member.defaultValue)}\``]),
    ...(member.deprecated ? ["@deprecated"] : []),
    ...experimental,
    ...seeSections(member.provenance, specs),
  ];
  return {
    description: commentLines(paragraphs, "  ".length).join("\n"),
    ...typeSchema(member.assertions, member.openEnum, specs),
  };
}

/** Indents the members, ends them with a semicolon and puts `readonly` before each and before index signatures, outside comments. */
function makeReadonly(text: string): string {
  let depth = 0;
  let inComment = false;
  const lines = text.split("\n").map((line) => {
    if (line.startsWith("/*")) inComment = true;
    const isComment = inComment;
    if (line.includes("*/")) inComment = false;
    if (isComment) return `${"  ".repeat(depth)}${line.startsWith("/*") ? "" : " "}${line.trim()}`;
    if (line.startsWith("}")) depth -= 1;
    const indent = "  ".repeat(depth);
    if (line.endsWith("{")) depth += 1;
    return line === "}" && depth > 0 ? `${indent}};` : printMember(asMember(line), indent);
  });
  return lines.join("\n");
}

/** `a?: (string | number)` → `readonly a?: string | number;`, other lines as they are. */
function asMember(line: string): string {
  const [, name, type] = /^(\[k: string\]|"[^"]+"\??|[\w$]+\??): (.*)$/.exec(line) ?? [];
  if (name === undefined || type === undefined) return line;
  const [, union] = /^\(([^()]*(?:\(string & \{\}\)[^()]*)*)\)$/.exec(type) ?? [];
  return `readonly ${name}: ${union ?? type}${type.endsWith("{") ? "" : ";"}`;
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
