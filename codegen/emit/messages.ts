import type { FlatMember, FlatMessage, GeneratedFile, Provenance, SpecSet } from "../model.ts";
import { camelCase, pascalCase } from "../names.ts";
import { negate, writeCondition } from "./condition.ts";
import { importLabels } from "./documents.ts";
import { header } from "./header.ts";
import { type ImportedName, printImports } from "./imports.ts";
import { docComment } from "./jsdoc.ts";
import { printKey } from "./print.ts";
import { ruleCondition } from "./rule-condition.ts";
import { referencedMessages } from "./type-expression.ts";
import { emitType } from "./types.ts";
import { valueType } from "./value-type.ts";

/**
 * Emits one module per message: its type, and its schema as data (validator, provenance, secrets, tolerances).
 * @param only - names of those to emit; left out, all of them
 */
export async function emitMessages(
  messages: readonly FlatMessage[],
  specs: SpecSet,
  only?: ReadonlySet<string>,
): Promise<readonly GeneratedFile[]> {
  const wanted = messages.filter(({ name }) => only?.has(name) ?? true);
  return Promise.all(wanted.map((message) => emitMessage(message, messages, specs)));
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
  const schema = describeSchema(message, messages, specs);
  const own = new Set([`${camelCase(message.name)}Schema`]);
  const needed = schema.imports.filter(({ name }) => !own.has(name));
  return { path, text: `${top}${printImports([...types, ...needed])}\n${text}\n${schema.code}` };
}

/** Members that hold another message: as themselves, in an array or in a map. */
function nestedMessages(message: FlatMessage): readonly (readonly [member: string, message: string])[] {
  return message.members.flatMap((member) => {
    const [name] = referencedMessages(member.assertions);
    return name === undefined ? [] : [[member.name, name] as const];
  });
}

/** The documents whose labels a message brings along: those of the message that it extends come with that. */
function labelledDocuments(message: FlatMessage, messages: readonly FlatMessage[]): ReadonlySet<string> {
  const base = messages.find(({ name }) => name === message.base);
  const inherited = base === undefined ? new Set() : citedDocuments(base, messages);
  return new Set([...citedDocuments(message, messages)].filter((document) => !inherited.has(document)));
}

/** The documents that problems of a message may cite: its own, and those of the messages that it extends or holds. */
function citedDocuments(
  message: FlatMessage,
  messages: readonly FlatMessage[],
  seen: Set<string> = new Set(),
): ReadonlySet<string> {
  if (seen.has(message.name)) return new Set();
  seen.add(message.name);
  const parts = [message.base, ...message.branches, ...nestedMessages(message).map(([, name]) => name)];
  const inner = messages.filter(({ name }) => parts.includes(name));
  const own = message.documents.map(({ document }) => document);
  return new Set([...own, ...inner.flatMap((part) => [...citedDocuments(part, messages, seen)])]);
}

interface Code {
  readonly code: string;
  readonly imports: readonly ImportedName[];
}

function describeSchema(message: FlatMessage, messages: readonly FlatMessage[], specs: SpecSet): Code {
  const types = new Map<string, readonly ImportedName[]>();
  const rows = [...message.members, ...message.patterns].map((member) => {
    const { code, imports } = valueType(member.assertions, specs, `messages/${message.name}.schema.json`);
    if (code !== "") types.set(code, imports);
    return { member, type: code === "" ? -1 : [...types.keys()].indexOf(code) };
  });
  const parts = describeParts(message, importLabels(labelledDocuments(message, messages), specs));
  const lines = [
    JSON.stringify(message.title),
    writeTable(message, rows),
    types.size === 0 ? "[]" : `[\n${[...types.keys()].map((code) => `    ${code},\n`).join("")}  ]`,
    ...(parts.code === "" ? [] : [parts.code]),
  ];
  const comment = docComment([`{@link ${message.title}} as data: validator, and the section behind each member.`], "");
  const name = `${camelCase(message.name)}Schema`;
  return {
    code: `${comment}export const ${name}: MessageSchema<${message.title}> = /* @__PURE__ */ defineMessage(\n${lines.map((line) => `  ${line},\n`).join("")});\n`,
    imports: [
      { module: "../message-schema.ts", name: "MessageSchema", type: true },
      { module: "../define-message.ts", name: "defineMessage" },
      ...[...types.values()].flat(),
      ...parts.imports,
    ],
  };
}

interface Row {
  readonly member: FlatMember;
  /** Position in the list of types. */
  readonly type: number;
}

/** The members as text, in the notation that `defineMessage` reads. */
function writeTable(message: FlatMessage, rows: readonly Row[]): string {
  const first = writeSpec(message.documents[0]);
  const documents = [...new Set(message.documents.map(({ document }) => document))];
  let current = first;
  const lines = rows.map(({ member, type }) => {
    const spec = writeSpec(member.provenance[0]);
    const flags = `${message.required.includes(member.name) ? "!" : ""}${member.sensitive ? "*" : ""}`;
    const words = [
      member.name.replace(/^\^/, ""),
      `${type < 0 ? "-" : type}${flags}`,
      ...(spec === current ? [] : [spec]),
      ...member.tolerances.map((tolerance) => `~${tolerance}`),
      ...(member.encoding === undefined ? [] : [`:${member.encoding}`]),
    ];
    current = spec;
    return words.join(" ");
  });
  const second = [...documents, ...message.tolerances.map((tolerance) => `~${tolerance}`)].join(" ");
  return `\`${[first, second, ...lines].join("\n").replaceAll(/[\\`]|\$\{/g, "\\$&")}\``;
}

function describeParts(message: FlatMessage, labels: readonly ImportedName[]): Code {
  const nested = nestedMessages(message);
  const rules = message.rules.map(printRule);
  const others = [...(message.base === undefined ? [] : [message.base]), ...nested.map(([, name]) => name)];
  const lines = [
    ...(message.base === undefined ? [] : [`    base: ${camelCase(message.base)}Schema,`]),
    ...(message.closed ? ["    closed: true,"] : []),
    ...(labels.length === 0 ? [] : [`    labels: [${labels.map(({ name }) => name).join(", ")}],`]),
    ...block(
      "nested: {",
      nested.map(([member, name]) => `      ${printKey(member)}: ${camelCase(name)}Schema,`),
      "},",
    ),
    ...block("rules: [", rules, "],"),
  ];
  const helpers = ["isRecord", "hasElement"].filter((name) => rules.some((rule) => rule.includes(`${name}(`)));
  return {
    code: lines.length === 0 ? "" : ["{", ...lines, "  }"].join("\n"),
    imports: [
      ...labels,
      ...others.map((name) => ({ module: `./${name}.ts`, name: `${camelCase(name)}Schema` })),
      ...helpers.map((name) => ({ module: "../checks.ts", name })),
    ],
  };
}

function block(start: string, lines: readonly string[], end: string): readonly string[] {
  return lines.length === 0 ? [] : [`    ${start}`, ...lines, `    ${end}`];
}

function printRule({ description, provenance, assertions, tolerances }: FlatMessage["rules"][number]): string {
  const broken = writeCondition(negate(ruleCondition(assertions)));
  const parts = [
    JSON.stringify(description),
    JSON.stringify(writeSpec(provenance)),
    `(${/\bm\b/.test(broken) ? "m" : ""}) => ${broken}`,
    ...tolerances.map((tolerance) => JSON.stringify(tolerance)),
  ];
  return `      [\n${parts.map((part) => `        ${part},\n`).join("")}      ],`;
}

/** A section as the schemas cite it: `rfc6749 5.1`. */
function writeSpec(provenance: Provenance | undefined): string {
  return provenance === undefined ? "" : `${provenance.document} ${provenance.section}`;
}
