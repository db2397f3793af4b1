import type { FlatMessage, GeneratedFile, SpecSet } from "../model.ts";
import { camelCase, pascalCase } from "../names.ts";
import { header } from "./header.ts";
import { emitType, referencedMessages } from "./types.ts";

/** Emits one module per message: its type, and its schema as data (validator, provenance, secrets, tolerances). */
export async function emitMessages(
  messages: readonly FlatMessage[],
  specs: SpecSet,
): Promise<readonly GeneratedFile[]> {
  return Promise.all(
    messages.map(async (message) => {
      const { text, imports } = await emitType(message, messages, specs);
      const source = `specs/messages/${message.name}.schema.json`;
      if (message.branches.length > 0) {
        return { path: `messages/${message.name}.ts`, text: `${header(source)}${importTypes(imports, [])}\n${text}` };
      }
      const nested = nestedMessages(message);
      const values = [
        ...new Set([...(message.base === undefined ? [] : [message.base]), ...nested.map(([, name]) => name)]),
      ]
        .filter((name) => name !== message.name)
        .sort();
      return {
        path: `messages/${message.name}.ts`,
        text: `${header(source)}import type { MessageSchema } from "../message-schema.ts";\n${importTypes(imports, values)}import { validate${message.title} } from "../validators/${message.name}.ts";\n\n${text}\n${describeSchema(message, nested)}`,
      };
    }),
  );
}

function importTypes(types: readonly string[], values: readonly string[]): string {
  return [...new Set([...types, ...values])]
    .sort()
    .map((name) => {
      const names = [
        ...(types.includes(name) ? [`type ${pascalCase(name)}`] : []),
        ...(values.includes(name) ? [`${camelCase(name)}Schema`] : []),
      ];
      return names.length === 1 && names[0]?.startsWith("type ") === true
        ? `import type { ${pascalCase(name)} } from "./${name}.ts";\n`
        : `import { ${names.join(", ")} } from "./${name}.ts";\n`;
    })
    .join("");
}

function nestedMessages(message: FlatMessage): readonly (readonly [member: string, message: string])[] {
  return message.members.flatMap((member) => {
    const [name] = referencedMessages(member.assertions);
    return name === undefined ? [] : [[member.name, name] as const];
  });
}

function describeSchema(message: FlatMessage, nested: readonly (readonly [string, string])[]): string {
  const members = message.members.map(({ name, provenance }) => `    ${key(name)}: ${quote(specOf(provenance[0]))},`);
  const tolerances = [
    ...(message.tolerances.length === 0 ? [] : [`    "": ${JSON.stringify(message.tolerances)},`]),
    ...message.members
      .filter((member) => member.tolerances.length > 0)
      .map((member) => `    ${key(member.name)}: ${JSON.stringify(member.tolerances)},`),
  ];
  const encodings = message.members
    .filter(({ encoding }) => encoding !== undefined)
    .map(({ name, encoding }) => `    ${key(name)}: ${quote(encoding ?? "")},`);
  const sensitive = message.members.filter((member) => member.sensitive).map(({ name }) => name);
  const lines = [
    `  name: ${quote(message.title)},`,
    `  spec: ${quote(specOf(message.documents[0]))},`,
    `  validate: validate${message.title},`,
    ...(message.base === undefined ? [] : [`  base: ${camelCase(message.base)}Schema,`]),
    ...(message.closed ? ["  closed: true,"] : []),
    ...block("members", members),
    ...block(
      "nested",
      nested.map(([member, name]) => `    ${key(member)}: ${camelCase(name)}Schema,`),
    ),
    ...(sensitive.length === 0 ? [] : [`  sensitive: ${JSON.stringify(sensitive)},`]),
    ...block("tolerances", tolerances),
    ...block("encodings", encodings),
    ...(message.rules.length === 0
      ? []
      : [
          "  rules: [",
          ...message.rules.map(
            ({ description, provenance }) => `    [${quote(description)}, ${quote(specOf(provenance))}],`,
          ),
          "  ],",
        ]),
  ];
  return `/** {@link ${message.title}} as data: validator, and the section behind each member. */\nexport const ${camelCase(message.name)}Schema: MessageSchema<${message.title}> = {\n${lines.join("\n")}\n};\n`;
}

function block(name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 && name !== "members" ? [] : [`  ${name}: {`, ...lines, "  },"];
}

function specOf(provenance: { readonly document: string; readonly section: string } | undefined): string {
  return provenance === undefined ? "" : `${provenance.document} ${provenance.section}`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function quote(text: string): string {
  return JSON.stringify(text);
}
