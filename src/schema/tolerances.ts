import type { MessageSchema, ValidatorProblem } from "../../generated/message-schema.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";
import { isRecord } from "./is-record.ts";
import { appendPointer, splitPointer } from "./pointer.ts";
import { aliasRepairs, lifetimeRepairs, memberRepairs } from "./repairs.ts";

/** What a repair is given. */
export interface RepairOptions {
  readonly tolerate: readonly ToleranceName[];
  readonly nowSeconds?: number | undefined;
}

/** A tolerance that was used, and on which member. */
export interface UsedTolerance {
  readonly tolerance: ToleranceName;
  /** JSON pointer of the member. */
  readonly pointer: string;
}

/** A message with what was changed about it. */
export interface RepairedMessage {
  readonly message: Readonly<Record<string, unknown>>;
  readonly tolerated: readonly UsedTolerance[];
}

/**
 * Applies the tolerances that the caller names, the schema allows and the message needs. The message given is left as it is, and
 * given back when nothing had to be changed.
 *
 * Members that carry trust have no tolerance in the schema. Of them only the removal of null and empty values is possible, which
 * leaves a required one missing and an optional one not offered; where absence would weaken a check, not even that.
 */
export function repairMessage(
  schema: MessageSchema<unknown>,
  message: Readonly<Record<string, unknown>>,
  problems: readonly ValidatorProblem[],
  options: RepairOptions,
): RepairedMessage {
  const draft = createDraft(message);
  const tolerated: UsedTolerance[] = [];
  const troubled = membersWithProblems(problems);
  for (const [tolerance, repair] of memberRepairs) {
    if (!options.tolerate.includes(tolerance)) continue;
    for (const name of membersAllowing(schema, tolerance, troubled)) {
      const outcome = repair(draft.get(name), draft.get);
      if (outcome === undefined) continue;
      draft.set(name, "value" in outcome ? outcome.value : undefined);
      tolerated.push({ tolerance, pointer: appendPointer("", name) });
    }
  }
  for (const [tolerance, readLifetime] of lifetimeRepairs) {
    if (!options.tolerate.includes(tolerance) || !allowsAnywhere(schema, tolerance)) continue;
    const lifetime = draft.get("expires_in") === undefined ? readLifetime(draft.get, options.nowSeconds) : undefined;
    if (lifetime === undefined) continue;
    draft.set("expires_in", lifetime);
    tolerated.push({ tolerance, pointer: "/expires_in" });
  }
  for (const [tolerance, alias, member] of aliasRepairs) {
    if (!options.tolerate.includes(tolerance) || !allowsAnywhere(schema, tolerance)) continue;
    const value = draft.get(member) === undefined ? draft.get(alias) : undefined;
    if (value === undefined) continue;
    draft.set(member, value);
    tolerated.push({ tolerance, pointer: appendPointer("", member) });
  }
  for (const [name, nested] of nestedSchemas(schema)) {
    const value = draft.get(name);
    if (!isRecord(value)) continue;
    const inner = repairMessage(nested, value, problemsBelow(problems, name), options);
    if (inner.tolerated.length === 0) continue;
    draft.set(name, inner.message);
    for (const { tolerance, pointer } of inner.tolerated)
      tolerated.push({ tolerance, pointer: `${appendPointer("", name)}${pointer}` });
  }
  return { message: tolerated.length === 0 ? message : draft.finish(), tolerated };
}

/** Every tolerance that a message or a part of it may have. */
export function tolerancesOf(schema: MessageSchema<unknown>): readonly ToleranceName[] {
  const named = allTolerances(schema);
  return [...memberRepairs, ...lifetimeRepairs, ...aliasRepairs]
    .map(([tolerance]) => tolerance)
    .filter((name) => named.has(name));
}

function allTolerances(schema: MessageSchema<unknown>): ReadonlySet<string> {
  const inner = nestedSchemas(schema).flatMap(([, nested]) => Object.values(nested.tolerances ?? {}));
  const inherited = schema.base === undefined ? [] : allTolerances(schema.base);
  return new Set([...Object.values(schema.tolerances ?? {}).flat(), ...inner.flat(), ...inherited]);
}

/** Whether the tolerance is one of the whole message. */
export function allowsAnywhere(schema: MessageSchema<unknown>, tolerance: ToleranceName): boolean {
  return (schema.tolerances[""] ?? []).includes(tolerance);
}

/** The members that a tolerance may change: those that have it, and with a tolerance of the whole message those that have a problem. */
function membersAllowing(
  schema: MessageSchema<unknown>,
  tolerance: ToleranceName,
  troubled: ReadonlySet<string>,
): Iterable<string> {
  if (allowsAnywhere(schema, tolerance)) return [...troubled].filter((name) => !absenceWeakens.test(name));
  const own = Object.entries(schema.tolerances ?? {})
    .filter(([name, tolerances]) => name !== "" && tolerances.includes(tolerance))
    .map(([name]) => name);
  return schema.base === undefined ? own : new Set([...own, ...membersAllowing(schema.base, tolerance, noMembers)]);
}

function nestedSchemas(schema: MessageSchema<unknown>): readonly (readonly [string, MessageSchema<unknown>])[] {
  const own = Object.entries(schema.nested ?? {});
  return schema.base === undefined ? own : [...own, ...nestedSchemas(schema.base)];
}

function membersWithProblems(problems: readonly ValidatorProblem[]): ReadonlySet<string> {
  const names = problems.map(({ instancePath, member }) =>
    instancePath === "" ? member : splitPointer(instancePath)[0],
  );
  return new Set(names.filter((name) => typeof name === "string"));
}

function problemsBelow(problems: readonly ValidatorProblem[], name: string): readonly ValidatorProblem[] {
  const prefix = appendPointer("", name);
  return problems
    .filter(({ instancePath }) => instancePath === prefix || instancePath.startsWith(`${prefix}/`))
    .map((problem) => ({ ...problem, instancePath: problem.instancePath.slice(prefix.length) }));
}

/** A message that is being changed: what is set lies over what was given, and `undefined` removes. */
interface Draft {
  readonly get: (name: string) => unknown;
  readonly set: (name: string, value: unknown) => void;
  readonly finish: () => Readonly<Record<string, unknown>>;
}

function createDraft(message: Readonly<Record<string, unknown>>): Draft {
  const changes = new Map<string, unknown>();
  return {
    get(name) {
      if (changes.has(name)) return changes.get(name);
      return Object.hasOwn(message, name) ? message[name] : undefined;
    },
    set: (name, value) => void changes.set(name, value),
    finish() {
      const entries = [...new Map([...Object.entries(message), ...changes])];
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    },
  };
}

/** Members whose absence has a laxer meaning than any value: which algorithms to expect, whether `iss` must come, what is required. */
const absenceWeakens = /_alg_values_supported$|^authorization_response_iss_parameter_supported$|^require_/;

/** What a base message allows anywhere its extensions say for themselves. */
const noMembers: ReadonlySet<string> = /* @__PURE__ */ new Set();
