import type { MessageSchema, ValidatorProblem } from "../../generated/message-schema.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";

/** What a repair is given. */
export interface RepairOptions {
  readonly tolerate: readonly ToleranceName[];
  readonly nowSeconds?: number | undefined;
}

/** A message with what was changed about it. */
export interface RepairedMessage {
  readonly message: Readonly<Record<string, unknown>>;
  readonly tolerated: readonly { readonly tolerance: ToleranceName; readonly pointer: string }[];
}

/**
 * Applies the tolerances that the caller names, the schema allows and a problem calls for. The message given is left as it is.
 * Members that carry trust have no tolerance in the schema, so nothing here can reach them except the removal of null and
 * empty values, which a later check then reports as missing.
 */
export function repairMessage(
  schema: MessageSchema<unknown>,
  message: Readonly<Record<string, unknown>>,
  problems: readonly ValidatorProblem[],
  options: RepairOptions,
): RepairedMessage {
  const draft = new Map(Object.entries(message));
  const tolerated: { tolerance: ToleranceName; pointer: string }[] = [];
  for (const name of membersWithProblems(problems)) {
    for (const tolerance of options.tolerate) {
      const allowed = [...(schema.tolerances?.[name] ?? []), ...(schema.tolerances?.[""] ?? [])].includes(tolerance);
      const repair = memberRepairs[tolerance];
      const outcome = allowed && repair !== undefined ? repair(draft.get(name)) : undefined;
      if (outcome === undefined) continue;
      if (outcome.drop === true) draft.delete(name);
      else draft.set(name, outcome.value);
      tolerated.push({ tolerance, pointer: `/${name}` });
    }
  }
  for (const tolerance of options.tolerate) {
    const lifetime = (schema.tolerances?.[""] ?? []).includes(tolerance)
      ? lifetimeRepairs[tolerance]?.(draft, options.nowSeconds)
      : undefined;
    if (lifetime === undefined) continue;
    draft.set("expires_in", lifetime);
    tolerated.push({ tolerance, pointer: "/expires_in" });
  }
  return { message: Object.fromEntries(draft), tolerated };
}

function membersWithProblems(problems: readonly ValidatorProblem[]): ReadonlySet<string> {
  return new Set(
    problems.flatMap(({ instancePath, params }) => {
      const missing = params.missingProperty;
      if (instancePath === "") return typeof missing === "string" ? [missing] : [];
      const [, token = ""] = instancePath.split("/");
      return [token.replaceAll("~1", "/").replaceAll("~0", "~")];
    }),
  );
}

/** A new value, or the removal of the member; undefined when the tolerance does not fit the value. */
type Repair = { readonly value: unknown; readonly drop?: never } | { readonly drop: true } | undefined;

const memberRepairs: Partial<Readonly<Record<ToleranceName, (value: unknown) => Repair>>> = {
  "expires-in-string": (value) =>
    typeof value === "string" && /^[0-9]{1,15}(\.[0-9]{1,9})?$/.test(value)
      ? { value: Math.floor(Number(value)) }
      : undefined,
  "numeric-date-string": (value) =>
    typeof value === "string" && /^[0-9]{1,15}$/.test(value) ? { value: Number(value) } : undefined,
  "token-type-missing": (value) => (value === undefined ? { value: "Bearer" } : undefined),
  "scope-array": (value) =>
    isStringList(value) ? (value.length === 0 ? { drop: true } : { value: value.join(" ") }) : undefined,
  "boolean-string": (value) => (value === "true" || value === "false" ? { value: value === "true" } : undefined),
  "iso-8601-date": (value) => {
    const time = typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(time) ? undefined : { value: time / 1000 };
  },
  "null-members": (value) => (value === null ? { drop: true } : undefined),
  "empty-strings": (value) => (value === "" ? { drop: true } : undefined),
  "empty-arrays": (value) => (Array.isArray(value) && value.length === 0 ? { drop: true } : undefined),
};

/** Lifetimes under other names, used only where `expires_in` is absent. */
const lifetimeRepairs: Partial<
  Readonly<
    Record<ToleranceName, (draft: ReadonlyMap<string, unknown>, nowSeconds: number | undefined) => number | undefined>
  >
> = {
  "expires-member": (draft) => (draft.has("expires_in") ? undefined : secondsOf(draft.get("expires"))),
  "expires-on": (draft, nowSeconds) => {
    const until = secondsOf(draft.get("expires_on") ?? draft.get("expires_at"));
    return draft.has("expires_in") || until === undefined || nowSeconds === undefined
      ? undefined
      : Math.max(0, Math.floor(until - nowSeconds));
  },
};

function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === "string" && /^[0-9]{1,15}$/.test(value) ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}
