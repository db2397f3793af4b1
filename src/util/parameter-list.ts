import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/** What parameters can be made of: form text or a query (with or without `?`), pairs, or an object. */
export type ParameterListInput =
  | string
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** What becomes of the values that a name already has: they stay (`none`), the only one gives way (`single`), or all do (`all`). */
export interface AddOptions {
  /** Default `none`. */
  readonly replace?: "none" | "single" | "all" | undefined;
}

/** What {@link ParameterList.addOptional} and {@link ParameterList.addRequired} let pass. */
export interface GuardedAddOptions {
  /** Whether the name may get a second value. Default `false`. */
  readonly allowRepeated?: boolean | undefined;
  /** Whether the empty text is a value. Default `false`. */
  readonly allowEmpty?: boolean | undefined;
}

/**
 * Parameters of a query or form: in order, names may repeat, and any name is a name, `__proto__` too. Nothing changes a list; each method that
 * adds or removes gives a new one. `undefined` and the empty text are no value, as an OAuth parameter without value counts as absent.
 */
export interface ParameterList extends Iterable<readonly [name: string, value: string]> {
  /** The parameters in order, a frozen list of frozen pairs. */
  readonly entries: readonly (readonly [name: string, value: string])[];
  /** Names that have more than one value. OAuth allows that for few, like `resource`. */
  readonly repeated: readonly string[];
  /** Whether there is a value. */
  has(name: string): boolean;
  /** The value; the first one where there are several. */
  get(name: string): string | undefined;
  /** All values in order. */
  getAll(name: string): readonly string[];
  /**
   * Adds a value at the end, or puts it where the first value that it replaces was.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an empty name, and for `single` when the name has several values
   */
  add(name: string, value: string, options?: AddOptions): ParameterList;
  /**
   * Adds a value if there is one.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an empty name, and when the name has a value already
   */
  addOptional(name: string, value: string | undefined, options?: GuardedAddOptions): ParameterList;
  /**
   * Adds a value that must be there in the end: without one, what the list already has stays.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an empty name, without any value, and when the name has another value already
   */
  addRequired(name: string, value: string | undefined, options?: GuardedAddOptions): ParameterList;
  /** Takes away all values of a name. */
  remove(name: string): ParameterList;
  /** Adds those of another list whose names this one lacks. */
  merge(other: ParameterListInput): ParameterList;
  /** A copy for the platform's functions. */
  toURLSearchParams(): URLSearchParams;
  /** The list as `application/x-www-form-urlencoded`. */
  toString(): string;
}

/**
 * Creates a {@link ParameterList}. Of an object, members that are `undefined` or empty are left out, and lists become repeated names.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for an empty name
 * @see RFC 6749 §3.1
 */
export function createParameterList(input: ParameterListInput = []): ParameterList {
  return listOf(readInput(input));
}

type Entries = readonly (readonly [name: string, value: string])[];

function listOf(pairs: Entries): ParameterList {
  const entries: Entries = Object.freeze(
    pairs.map(([name, value]) => Object.freeze([requireName(name), value] as const)),
  );
  const list: ParameterList = {
    entries,
    repeated: Object.freeze(repeatedNames(entries)),
    has: (name) => entries.some(([other]) => other === name),
    get: (name) => entries.find(([other]) => other === name)?.[1],
    getAll: (name) => valuesOf(entries, name),
    add: (name, value, { replace = "none" } = {}) => listOf(add(entries, [name, value], replace)),
    addOptional: (name, value, options = {}) => listOf(addOptional(entries, [name, value], options)),
    addRequired: (name, value, options = {}) => listOf(addRequired(entries, [name, value], options)),
    remove: (name) => listOf(entries.filter(([other]) => other !== name)),
    merge: (other) => listOf([...entries, ...readInput(other).filter(([name]) => !list.has(name))]),
    toURLSearchParams: () => toURLSearchParams(entries),
    toString: () => toURLSearchParams(entries).toString(),
    [Symbol.iterator]: () => entries[Symbol.iterator](),
  };
  return Object.freeze(list);
}

function readInput(input: ParameterListInput): Entries {
  if (typeof input === "string") return [...new URLSearchParams(input)];
  if (isIterable(input)) return [...input];
  return Object.entries(input).flatMap(([name, value]) => {
    const values = value === undefined || typeof value === "string" ? [value ?? ""] : value;
    return values.filter((text) => text !== "").map((text) => [name, text] as const);
  });
}

function isIterable(input: object): input is Iterable<readonly [name: string, value: string]> {
  return Symbol.iterator in input;
}

function add(entries: Entries, added: readonly [string, string], replace: "none" | "single" | "all"): Entries {
  const [name] = added;
  const count = valuesOf(entries, name).length;
  if (replace === "single" && count > 1) throw refused(name, "has several values, so that none is the one to replace");
  if (replace === "none" || count === 0) return [...entries, added];
  const first = entries.findIndex(([other]) => other === name);
  return entries.flatMap((entry, index) => (index === first ? [added] : entry[0] === name ? [] : [entry]));
}

type Added = readonly [name: string, value: string | undefined];

function addOptional(entries: Entries, [name, value]: Added, options: GuardedAddOptions): Entries {
  requireName(name);
  const text = valueOrNone(value, options);
  if (text === undefined) return entries;
  const isThere = valuesOf(entries, name).length > 0;
  if (isThere && options.allowRepeated !== true) throw refused(name, "has a value already");
  return [...entries, [name, text]];
}

function addRequired(entries: Entries, [name, value]: Added, options: GuardedAddOptions): Entries {
  requireName(name);
  const present = valuesOf(entries, name);
  const text = valueOrNone(value, options);
  if (text === undefined) {
    if (present.length === 0) throw refused(name, "is required");
    return entries;
  }
  if (present.includes(text)) return entries;
  if (present.length > 0 && options.allowRepeated !== true) throw refused(name, "has another value already");
  return [...entries, [name, text]];
}

function valueOrNone(value: string | undefined, { allowEmpty = false }: GuardedAddOptions): string | undefined {
  return value === "" && !allowEmpty ? undefined : value;
}

function valuesOf(entries: Entries, name: string): readonly string[] {
  return entries.flatMap(([other, value]) => (other === name ? [value] : []));
}

function repeatedNames(entries: Entries): readonly string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const [name] of entries) (seen.has(name) ? repeated : seen).add(name);
  return [...repeated];
}

function toURLSearchParams(entries: Entries): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of entries) parameters.append(name, value);
  return parameters;
}

function requireName(name: string): string {
  if (name !== "") return name;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: "A parameter must have a name." });
}

function refused(name: string, problem: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The parameter ${JSON.stringify(name)} ${problem}.`,
    specification: specification("rfc6749", "3.1"),
    parameter: name,
  });
}
