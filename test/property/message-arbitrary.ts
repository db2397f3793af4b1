import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { composeMessages } from "../../codegen/compose.ts";
import { isObject, type JsonObject, objectAt, stringsAt, textAt } from "../../codegen/json.ts";
import { loadSpecs } from "../../codegen/load.ts";
import type { FlatMember, FlatMessage } from "../../codegen/model.ts";
import { readSpecs } from "../../codegen/read-specs.ts";
import { createRepair, type Message } from "./message-repair.ts";
import { arbitraryOf, type Schemas } from "./schema-arbitrary.ts";

/** A message of the contract, what it extends joined in. */
export interface ContractMessage {
  readonly name: string;
  readonly wire: string;
  readonly closed: boolean;
  readonly required: readonly string[];
  readonly members: ReadonlyMap<string, FlatMember>;
  readonly patterns: readonly FlatMember[];
  readonly rules: readonly JsonObject[];
}

const specs = loadSpecs(readSpecs(new URL("../../specs", import.meta.url).pathname));
const flat = new Map(composeMessages(specs).map((message) => [message.name, message]));

/** Every message of the contract but unions, which have no members. */
export const contract: ReadonlyMap<string, ContractMessage> = new Map(
  [...flat.values()]
    .filter(({ branches }) => branches.length === 0)
    .map((message) => [message.name, joinBase(message)] as const),
);

const schemas: Schemas = {
  common: (name) => specs.commons.get(name)?.schema ?? {},
  message: (name) => validMessage(name),
};
const validator = createValidator();
const known = new Map<string, fc.Arbitrary<Message>>();

/** Makes valid messages of this name: required members always, any of the others, and rules across members kept. */
export function validMessage(name: string): fc.Arbitrary<Message> {
  const made = known.get(name) ?? createArbitrary(messageOf(name));
  known.set(name, made);
  return made;
}

function createArbitrary(message: ContractMessage): fc.Arbitrary<Message> {
  const allowed = [...message.members].filter(([, { assertions }]) => !("not" in assertions));
  const values = Object.fromEntries(allowed.map(([name, member]) => [name, memberArbitrary(member)]));
  const names = localizedNames(message);
  const url = fc.constant("https://id.example.com/policy");
  const localized =
    names.length === 0 ? fc.constant({}) : fc.dictionary(fc.constantFrom(...names), url, { maxKeys: 2 });
  const repair = createRepair(message, values, validator);
  return fc
    .tuple(
      fc.oneof(
        fc.record(values, { requiredKeys: [...message.required], noNullPrototype: true }),
        fc.record(Object.fromEntries(Object.entries(values).filter(([name]) => message.required.includes(name))), {
          noNullPrototype: true,
        }),
      ),
      localized,
      fc.nat(),
    )
    .map(([members, tagged, seed]) => repair({ ...members, ...tagged }, seed));
}

/** A name with a language tag for each member that may carry one; the value of the arbitrary is text and URL alike. */
function localizedNames({ patterns }: ContractMessage): readonly string[] {
  return patterns.flatMap(({ name }) => ["de", "zh-Hant"].map((tag) => `${name.replace(/^\^/, "")}${tag}`));
}

/** What a member may be: the values that its documents name, and any other that its schema allows. */
function memberArbitrary({ assertions, openEnum }: FlatMember): fc.Arbitrary<unknown> {
  return arbitraryOf(assertions, schemas, openEnum);
}

/** The JSON types that a member may have; none when it may have any. */
export function typesOf({ assertions }: FlatMember): readonly string[] | undefined {
  return jsonTypes(assertions);
}

function jsonTypes(schema: JsonObject): readonly string[] | undefined {
  const reference = textAt(schema, "$ref");
  if (reference !== undefined) return reference.startsWith("messages/") ? ["object"] : jsonTypes(commonOf(reference));
  if ("const" in schema) return [typeof schema.const];
  if (Array.isArray(schema.anyOf)) return schema.anyOf.filter(isObject).flatMap((branch) => jsonTypes(branch) ?? []);
  const types = typeof schema.type === "string" ? [schema.type] : stringsAt(schema, "type");
  return types.length === 0 ? undefined : types;
}

function commonOf(reference: string): JsonObject {
  return schemas.common(reference.replace(/^common\/|\.schema\.json$/g, ""));
}

/** A message inside a message, with the way to it; the message itself is the first. */
export interface Place {
  readonly message: ContractMessage;
  readonly path: readonly (string | number)[];
}

/** Every message that a value holds, itself included. */
export function placesOf(name: string, value: unknown, path: Place["path"] = []): readonly Place[] {
  if (!isObject(value)) return [];
  const message = messageOf(name);
  const inner = [...message.members].flatMap(([member, { assertions }]) =>
    Object.hasOwn(value, member) ? placesIn(assertions, value[member], [...path, member]) : [],
  );
  return [{ message, path }, ...inner];
}

function placesIn(schema: JsonObject, value: unknown, path: Place["path"]): readonly Place[] {
  const reference = textAt(schema, "$ref") ?? "";
  if (reference.startsWith("messages/")) return placesOf(reference.replace("messages/", ""), value, path);
  if (Array.isArray(value))
    return value.flatMap((item, index) => placesIn(objectAt(schema, "items"), item, [...path, index]));
  if (!isObject(value)) return [];
  const values = objectAt(schema, "additionalProperties");
  const branches = Array.isArray(values.anyOf) ? values.anyOf.filter(isObject) : [values];
  return Object.entries(value).flatMap(([key, item]) =>
    branches.flatMap((branch) => placesIn(branch, item, [...path, key])),
  );
}

function messageOf(name: string): ContractMessage {
  const found = contract.get(name);
  if (found === undefined) throw new Error(`There is no message ${name}.`);
  return found;
}

function joinBase(message: FlatMessage): ContractMessage {
  const { base, name, wire, closed } = message;
  const above = base === undefined ? undefined : flat.get(base);
  const inherited = above === undefined ? undefined : joinBase(above);
  const members = new Map(inherited?.members);
  for (const member of message.members) {
    const original = members.get(member.name);
    const assertions = { ...(isNarrower(member) ? {} : original?.assertions), ...member.assertions };
    const openEnum = [...(original?.openEnum ?? []), ...member.openEnum];
    members.set(member.name, { ...member, assertions, openEnum });
  }
  return {
    name,
    wire,
    closed,
    members,
    required: [...new Set([...(inherited?.required ?? []), ...message.required])],
    patterns: [...(inherited?.patterns ?? []), ...message.patterns],
    rules: [...(inherited?.rules ?? []), ...message.rules.map(({ assertions }) => assertions)],
  };
}

/** What is said again in full, or with one value, takes the place of what the other message says. */
function isNarrower({ assertions }: FlatMember): boolean {
  return "const" in assertions || "$ref" in assertions || "type" in assertions || "not" in assertions;
}

/** Judges values by a schema of the composed contract, with ajv. */
function createValidator(): (schema: JsonObject, value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: true, logger: false });
  const rooted = (schema: unknown): JsonObject =>
    JSON.parse(
      JSON.stringify(schema)
        .replaceAll(/"\$ref":"(?:common\/)?([^"/]+)(?:\.schema\.json)?"/g, '"$ref":"/common/$1"')
        .replaceAll('"$ref":"messages/', '"$ref":"/messages/')
        .replaceAll('.schema.json"', '"'),
    );
  for (const [name, { schema }] of specs.commons) {
    const { $id: _path, ...rest } = schema;
    ajv.addSchema(rooted(rest), `/common/${name}`);
  }
  for (const { name, members, patterns, required, rules } of contract.values()) {
    const assertions = (list: Iterable<FlatMember>): JsonObject =>
      Object.fromEntries([...list].map((member) => [member.name, member.assertions]));
    ajv.addSchema(
      rooted({
        type: "object",
        properties: assertions(members.values()),
        patternProperties: assertions(patterns),
        required,
        ...(rules.length === 0 ? {} : { allOf: rules }),
      }),
      `/messages/${name}`,
    );
  }
  const compiled = new WeakMap<JsonObject, (value: unknown) => boolean>();
  return (schema, value) => {
    const check = compiled.get(schema) ?? ajv.compile(rooted(schema));
    compiled.set(schema, check);
    return check(value);
  };
}
