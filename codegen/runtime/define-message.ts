import { asCheck, isRecord, ofType, pointTo, type ValueType } from "./checks.ts";
import type {
  Check,
  DocumentLabel,
  MessageRule,
  MessageSchema,
  MessageValidator,
  ValidatorProblem,
} from "./message-schema.ts";

/** What a message has beside its members. */
export interface MessageParts {
  readonly base?: MessageSchema<unknown>;
  readonly closed?: true;
  readonly labels?: readonly DocumentLabel[];
  readonly nested?: Readonly<Record<string, MessageSchema<unknown>>>;
  readonly rules?: readonly MessageRule[];
}

/**
 * Makes the schema of a message from a table. Nothing of the table is read before a message is checked for the first time.
 *
 * Its first line has the section that defines the message, the second the documents that it is composed of and, each after `~`,
 * the tolerances of the whole message. Each further line is a member: name (with `#` at its end when it is a pattern for
 * localized ones), number of its type (`-` for none), `!` when it is required, `*` when it is a secret; then, where they differ
 * from those of the line before, document and section; `~` before each of its tolerances, and `:` before its encoding.
 */
export function defineMessage<T>(
  name: string,
  table: string,
  types: readonly ValueType[],
  parts: MessageParts = {},
): MessageSchema<T> {
  let read: Table | undefined;
  const open = (): Table => (read ??= readTable(table, types));
  const { base, rules = [], labels = [] } = parts;
  const ok: Check["ok"] = (value) => (base?.ok(value) ?? true) && isRecord(value) && areOk(open(), rules, value);
  const report: Check["report"] = (value, instancePath, problems) => {
    if (base !== undefined) reportBase(base, open(), { value, instancePath, problems });
    if (isRecord(value)) reportMembers(open(), rules, { value, instancePath, problems });
    else ofType("object").report(value, instancePath, problems);
  };
  const validate: MessageValidator<T> = (value): value is T => {
    const problems: ValidatorProblem[] = [];
    const valid = ok(value);
    if (!valid) report(value, "", problems);
    validate.errors = valid ? null : problems;
    return valid;
  };
  return {
    ...parts,
    labels: [...(base?.labels ?? []), ...labels],
    name,
    ok,
    report,
    validate,
    get spec() {
      return open().spec;
    },
    get documents() {
      return open().documents;
    },
    get members() {
      return open().members;
    },
    get localized() {
      return open().localized;
    },
    get sensitive() {
      return open().sensitive;
    },
    get tolerances() {
      return open().tolerances;
    },
    get encodings() {
      return open().encodings;
    },
  };
}

interface Member {
  readonly name: string;
  readonly spec: string;
  readonly check: Check | undefined;
  readonly required: boolean;
}

interface Table {
  readonly spec: string;
  readonly documents: readonly string[];
  /** All members by name; those that may carry a language tag by their name and `#`. */
  readonly types: ReadonlyMap<string, Member>;
  /** Whether some may carry a language tag. */
  readonly tagged: boolean;
  /** Number of members that are required. */
  readonly required: number;
  readonly members: Readonly<Record<string, string>>;
  readonly localized: Readonly<Record<string, string>>;
  readonly sensitive: readonly string[];
  readonly tolerances: Readonly<Record<string, readonly string[]>>;
  readonly encodings: Readonly<Record<string, string>>;
}

function readTable(table: string, types: readonly ValueType[]): Table {
  const [spec = "", second = "", ...lines] = table.split("\n");
  const [documents = "", ...wide] = second.split(" ~");
  const found = new Map<string, Member>();
  const members: Record<string, string> = {};
  const localized: Record<string, string> = {};
  const sensitive: string[] = [];
  const tolerances: Record<string, readonly string[]> = wide.length > 0 ? { "": wide } : {};
  const encodings: Record<string, string> = {};
  let required = 0;
  let current = spec;
  for (const line of lines) {
    const [, name = "", type, marks = "", place = current, tolerated = "", encoding] = memberLine.exec(line) ?? [];
    current = place;
    const check = types[Number(type)];
    found.set(name, { name, spec: current, check: check && asCheck(check), required: marks.includes("!") });
    if (marks.includes("!")) required += 1;
    if (marks.includes("*")) sensitive.push(name);
    if (tolerated !== "") tolerances[name] = tolerated.split(" ~").slice(1);
    if (encoding !== undefined) encodings[name] = encoding;
    if (name.endsWith("#")) localized[name.slice(0, -1)] = current;
    else members[name] = current;
  }
  return {
    spec,
    documents: documents.split(" "),
    types: found,
    tagged: Object.keys(localized).length > 0,
    required,
    members,
    localized,
    sensitive,
    tolerances,
    encodings,
  };
}

/** Name, type, marks, document and section, tolerances, encoding. */
const memberLine = /^(\S+) (\d+|-)([!*]*)(?: ([^~:]+))?((?: ~\S+)*)(?: :(\S+))?$/;

/** One pass over what is there, which is little beside what could be; required members are counted. */
function areOk(table: Table, rules: readonly MessageRule[], message: Readonly<Record<string, unknown>>): boolean {
  let missing = table.required;
  for (const name in message) {
    const value = message[name];
    const member = value === undefined ? undefined : memberOf(table, name);
    if (member === undefined) continue;
    if (member.required) missing -= 1;
    if (member.check?.ok(value) === false) return false;
  }
  if (missing > 0) return false;
  for (const rule of rules) if (rule[2](message)) return false;
  return true;
}

/** A member by its name, or by the part of it before a language tag. */
function memberOf({ types, tagged }: Table, name: string): Member | undefined {
  return types.get(name) ?? (tagged ? types.get(name.slice(0, name.indexOf("#") + 1)) : undefined);
}

interface Place<Value> {
  readonly value: Value;
  readonly instancePath: string;
  readonly problems: ValidatorProblem[];
}

/** A member that this message has from its base and restates is cited as its own. */
function reportBase(base: Check, { types }: Table, { value, instancePath, problems }: Place<unknown>): void {
  const found: ValidatorProblem[] = [];
  base.report(value, instancePath, found);
  for (const problem of found) {
    const restated = [...types.values()].find(({ name }) => problem.instancePath === pointTo(instancePath, name));
    problems.push({ ...problem, spec: restated?.spec ?? problem.spec });
  }
}

/** In the order of the table: what is missing, what is there, what does not fit together. */
function reportMembers(
  table: Table,
  rules: readonly MessageRule[],
  { value, instancePath, problems }: Place<Readonly<Record<string, unknown>>>,
): void {
  const { types } = table;
  for (const { name, spec, required } of types.values())
    if (required && value[name] === undefined)
      problems.push({ instancePath, keyword: "required", message: "is required", member: name, spec });
  const names = [...types.keys()].filter((name) => !name.endsWith("#"));
  const tagged = Object.keys(value).filter((name) => name.includes("#") && !types.has(name));
  for (const name of [...names, ...tagged]) {
    const member = memberOf(table, name);
    if (value[name] === undefined || member?.check === undefined) continue;
    // The section of the innermost member that has a problem is the one to cite.
    const found: ValidatorProblem[] = [];
    member.check.report(value[name], pointTo(instancePath, name), found);
    problems.push(...found.map((problem) => ({ ...problem, spec: problem.spec ?? member.spec })));
  }
  for (const rule of rules)
    if (rule[2](value))
      problems.push({ instancePath, keyword: "rule", message: rule[0].replace(/\.$/, ""), spec: rule[1], rule });
}
