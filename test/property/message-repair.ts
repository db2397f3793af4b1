import fc from "fast-check";
import { isObject, type JsonObject, objectAt, objectsAt, stringsAt, textAt } from "../../codegen/json.ts";
import type { ContractMessage } from "./message-arbitrary.ts";
import { matching } from "./schema-arbitrary.ts";

/** A message as it travels. */
export type Message = Readonly<Record<string, unknown>>;

type Values = Readonly<Record<string, fc.Arbitrary<unknown>>>;
type Validator = (schema: JsonObject, value: unknown) => boolean;

/** What a repair works with. */
interface Bench {
  readonly message: ContractMessage;
  readonly holds: Validator;
  /** A number below the limit, another at every call. */
  readonly pick: (limit: number) => number;
  /** Values that the schema of a member allows. */
  readonly spares: (name: string) => readonly unknown[];
}

/**
 * Makes messages keep the rules across members by adding, replacing and removing members, in one of the ways that there are.
 * It knows what the keywords mean and leaves the judgement to ajv.
 */
export function createRepair(
  message: ContractMessage,
  values: Values,
  holds: Validator,
): (given: Message, seed: number) => Message {
  const found = new Map<string, readonly unknown[]>();
  const spares = (name: string): readonly unknown[] => {
    const made = found.get(name) ?? sample(values[name]);
    found.set(name, made);
    return made;
  };
  return (given, seed) => {
    let state = seed;
    const pick = (limit: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % limit;
    };
    const bench: Bench = { message, holds, pick, spares };
    let current = given;
    for (let round = 0; round < 40; round += 1) {
      const broken = message.rules.filter((rule) => !holds(rule, current));
      if (broken.length === 0) return current;
      for (const rule of broken) if (!holds(rule, current)) current = keep(rule, current, bench);
    }
    throw new Error(`${message.name}: rules cannot be kept by ${JSON.stringify(current)}`);
  };
}

function sample(arbitrary: fc.Arbitrary<unknown> | undefined): readonly unknown[] {
  return arbitrary === undefined ? [] : fc.sample(arbitrary, { seed: 1, numRuns: 40 });
}

/** The message, changed so that the rule holds; as it was where no way was found. */
function keep(rule: JsonObject, given: Message, bench: Bench): Message {
  const { holds, pick } = bench;
  let message = given;
  for (const name of stringsAt(rule, "required")) if (!(name in message)) message = add(name, message, bench);
  for (const [name, others] of Object.entries(objectAt(rule, "dependentRequired"))) {
    if (!(name in message) || !Array.isArray(others)) continue;
    if (pick(2) === 0 && !bench.message.required.includes(name)) message = remove(name, message);
    else for (const other of others) if (!(String(other) in message)) message = add(String(other), message, bench);
  }
  for (const [name, schema] of Object.entries(objectAt(rule, "properties")))
    if (isObject(schema) && name in message && !holds(schema, message[name]))
      message = fit(name, message, { ...bench, accepts: (value) => holds(schema, value), hint: schema });
  if (isObject(rule.not) && holds(rule.not, message)) message = violate(rule.not, message, bench);
  if (isObject(rule.if) && holds(rule.if, message))
    message = pick(2) === 0 ? violate(rule.if, message, bench) : keep(objectAt(rule, "then"), message, bench);
  const branches = [...objectsAt(rule, "anyOf"), ...objectsAt(rule, "oneOf")];
  if (branches.length === 0 || holds({ ...rule, required: [], properties: {} }, message)) return message;
  const chosen = branches[pick(branches.length)] ?? {};
  message = keep(chosen, message, bench);
  if ("oneOf" in rule)
    for (const other of branches)
      if (other !== chosen && holds(other, message)) message = violate(other, message, bench);
  return message;
}

/** The message, changed so that the statement does not hold. */
function violate(statement: JsonObject, given: Message, bench: Bench): Message {
  const { holds, pick } = bench;
  if (isObject(statement.not) && !("required" in statement)) return keep(statement.not, given, bench);
  let message = given;
  for (const branch of objectsAt(statement, "anyOf"))
    if (holds(branch, message)) message = violate(branch, message, bench);
  if (!holds(statement, message)) return message;
  const removable = stringsAt(statement, "required").filter((name) => !bench.message.required.includes(name));
  const properties = Object.entries(objectAt(statement, "properties"));
  if (removable.length > 0 && (properties.length === 0 || pick(2) === 0))
    return remove(removable[pick(removable.length)] ?? "", message);
  for (const [name, schema] of properties) {
    if (!isObject(schema) || !(name in message)) continue;
    message = fit(name, message, { ...bench, accepts: (value) => !holds(schema, value), hint: undefined });
    if (!holds(statement, message)) return message;
  }
  return removable.length > 0 ? remove(removable[0] ?? "", message) : message;
}

function add(name: string, message: Message, { spares, pick }: Bench): Message {
  const list = spares(name);
  return list.length === 0 ? message : { ...message, [name]: list[pick(list.length)] };
}

interface Wish extends Bench {
  readonly accepts: (value: unknown) => boolean;
  /** What the value is to be like, where that is known. */
  readonly hint: JsonObject | undefined;
}

/** Gives a member a value that its own schema allows and that is wished for, or takes it away. */
function fit(name: string, message: Message, wish: Wish): Message {
  const { spares, accepts, hint, pick, holds } = wish;
  const schema = wish.message.members.get(name)?.assertions ?? {};
  const hinted = hint === undefined ? [] : valuesLike(hint, message[name]).filter((value) => holds(schema, value));
  const candidates = [...hinted, ...spares(name)].filter(accepts);
  if (candidates.length > 0) return { ...message, [name]: candidates[pick(candidates.length)] };
  return wish.message.required.includes(name) ? message : remove(name, message);
}

function valuesLike(hint: JsonObject, present: unknown): readonly unknown[] {
  if ("const" in hint) return [hint.const];
  const pattern = textAt(hint, "pattern");
  if (pattern !== undefined) return fc.sample(matching(pattern), { seed: 1, numRuns: 5 });
  if (!isObject(hint.contains)) return [];
  const list = Array.isArray(present) ? present : [];
  return valuesLike(hint.contains, undefined).map((item) => [...list, item]);
}

function remove(name: string, message: Message): Message {
  const { [name]: _removed, ...rest } = message;
  return rest;
}
