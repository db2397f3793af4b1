import type { FlatMessage, GeneratedFile, Provenance, SpecSet } from "../model.ts";
import { camelCase, pascalCase } from "../names.ts";
import { header } from "./header.ts";
import { type ImportedName, printImports } from "./imports.ts";
import { docComment } from "./jsdoc.ts";
import { printKey, printStrings } from "./print.ts";
import { referencedMessages } from "./type-expression.ts";
import { emitType } from "./types.ts";

/** Emits one module per message: its type, and its schema as data (validator, provenance, secrets, tolerances). */
export async function emitMessages(
  messages: readonly FlatMessage[],
  specs: SpecSet,
): Promise<readonly GeneratedFile[]> {
  return Promise.all(messages.map((message) => emitMessage(message, messages, specs)));
}

async function emitMessage(
  message: FlatMessage,
  messages: readonly FlatMessage[],
  specs: SpecSet,
): Promise<GeneratedFile> {
  const { text, imports } = await emitType(message, messages, specs);
  const path = `messages/${message.name}.ts`;
  const top = header(`specs/messages/${message.name}.schema.json`);
  const types = imports.map((name) => ({ module: `./${name}.ts`, name: pascalCase(name), type: true }));
  if (message.branches.length > 0) return { path, text: `${top}${printImports(types)}\n${text}` };
  const nested = nestedMessages(message);
  const lines = printImports([...types, ...schemaImports(message, nested)]);
  return { path, text: `${top}${lines}\n${text}\n${describeSchema(message, nested)}` };
}

function schemaImports(message: FlatMessage, nested: readonly (readonly [string, string])[]): readonly ImportedName[] {
  const others = new Set([...(message.base === undefined ? [] : [message.base]), ...nested.map(([, name]) => name)]);
  others.delete(message.name);
  return [
    { module: "../message-schema.ts", name: "MessageSchema", type: true },
    { module: `../validators/${message.name}.ts`, name: `validate${message.title}` },
    ...[...others].map((name) => ({ module: `./${name}.ts`, name: `${camelCase(name)}Schema` })),
  ];
}

/** Members that hold another message: as themselves, in an array or in a map. */
function nestedMessages(message: FlatMessage): readonly (readonly [member: string, message: string])[] {
  return message.members.flatMap((member) => {
    const [name] = referencedMessages(member.assertions);
    return name === undefined ? [] : [[member.name, name] as const];
  });
}

function describeSchema(message: FlatMessage, nested: readonly (readonly [string, string])[]): string {
  const { members, rules, tolerances } = message;
  const sensitive = members.filter((member) => member.sensitive).map(({ name }) => name);
  const named = (list: typeof members, value: (member: (typeof members)[number]) => string): readonly string[] =>
    list.map((member) => `    ${printKey(member.name)}: ${value(member)},`);
  const lines = [
    `  name: ${JSON.stringify(message.title)},`,
    `  spec: ${printSpec(message.documents[0])},`,
    printStrings("documents: ", [...new Set(message.documents.map(({ document }) => document))], "  "),
    `  validate: validate${message.title},`,
    ...(message.base === undefined ? [] : [`  base: ${camelCase(message.base)}Schema,`]),
    ...(message.closed ? ["  closed: true,"] : []),
    ...["  members: {", ...named(members, ({ provenance }) => printSpec(provenance[0])), "  },"],
    ...block(
      "localized",
      message.patterns.map(
        ({ name, provenance }) => `    ${printKey(name.replace(/^\^|#$/g, ""))}: ${printSpec(provenance[0])},`,
      ),
    ),
    ...block(
      "nested",
      nested.map(([member, name]) => `    ${printKey(member)}: ${camelCase(name)}Schema,`),
    ),
    ...(sensitive.length === 0 ? [] : [printStrings("sensitive: ", sensitive, "  ")]),
    ...block("tolerances", [
      ...(tolerances.length === 0 ? [] : [printStrings('"": ', tolerances, "    ")]),
      ...members
        .filter((member) => member.tolerances.length > 0)
        .map((member) => printStrings(`${printKey(member.name)}: `, member.tolerances, "    ")),
    ]),
    ...block(
      "encodings",
      named(
        members.filter(({ encoding }) => encoding !== undefined),
        ({ encoding }) => JSON.stringify(encoding),
      ),
    ),
    ...(rules.length === 0 ? [] : ["  rules: [", ...rules.map(printRule), "  ],"]),
  ];
  const comment = docComment([`{@link ${message.title}} as data: validator, and the section behind each member.`], "");
  const name = `${camelCase(message.name)}Schema`;
  return `${comment}export const ${name}: MessageSchema<${message.title}> = {\n${lines.join("\n")}\n};\n`;
}

function block(name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`  ${name}: {`, ...lines, "  },"];
}

function printRule({ description, provenance, tolerances }: FlatMessage["rules"][number]): string {
  return printStrings("", [description, writeSpec(provenance), ...tolerances], "    ");
}

function printSpec(provenance: Provenance | undefined): string {
  return JSON.stringify(writeSpec(provenance));
}

/** A section as the schemas cite it: `rfc6749 5.1`. */
function writeSpec(provenance: Provenance | undefined): string {
  return provenance === undefined ? "" : `${provenance.document} ${provenance.section}`;
}
