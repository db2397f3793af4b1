import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { MessageSchema } from "../../generated/message-schema.ts";
import { checkMessage } from "../../src/schema/check.ts";
import { decodeParameters, encodeForm, encodeParameters } from "../../src/schema/form.ts";
import { createReference } from "../unit/generated/ajv-reference.ts";
import { type ContractMessage, contract, type Place, placesOf, typesOf, validMessage } from "./message-arbitrary.ts";
import type { Message } from "./message-repair.ts";

/**
 * Whole messages made from the contract, valid and with one thing wrong. The contract says what is wrong and where; ajv, which
 * reads specs/ as they are, agrees on every one of them.
 */

const reference = createReference();
/** Requests to which others may add members of their own, or that come from outside, where unknown members are ignored. */
const openRequests = [
  "backchannel-authentication-request-object",
  "backchannel-logout-request",
  "check-session-request",
  "frontchannel-logout-request",
  "registration-request",
  "registration-update-request",
  "third-party-login-request",
  "token-request-extension",
];
const counts = { valid: 0, removed: 0, retyped: 0, unknown: 0 };

for (const [name, message] of contract) {
  test(`${name}: whole messages pass, and each with one thing wrong fails where it is wrong`, async () => {
    const schema = await loadSchema(name);
    const judge = (value: unknown): readonly string[] => {
      schema.validate(value);
      const found = (schema.validate.errors ?? []).map((problem) => `${problem.instancePath} ${problem.keyword}`);
      const expected = reference(`messages/${name}.schema.json`, value);
      assert.deepEqual([...new Set(found)].toSorted(), expected, JSON.stringify(value));
      return problemsOf(schema, value);
    };
    fc.assert(
      fc.property(validMessage(name), fc.nat(), (value, seed) => {
        counts.valid += 1;
        assert.deepEqual(judge(value), [], JSON.stringify(value));
        if (["form", "query"].includes(message.wire)) assertRoundTrip(schema, value);
        for (const place of placesOf(name, value)) {
          judgeRemovals(place, value, judge);
          judgeTypes(place, value, { judge, seed });
        }
        judgeUnknown(message, value, judge);
      }),
      { numRuns: 25 },
    );
  });
}

test("every message of the contract has been made, broken and judged many times", () => {
  assert.ok(contract.size >= 98, `${contract.size} messages`);
  assert.ok(counts.valid >= contract.size * 25, `${counts.valid} valid`);
  assert.ok(counts.removed >= 2000, `${counts.removed} without a required member`);
  assert.ok(counts.retyped >= 10_000, `${counts.retyped} with a member of another type`);
  assert.ok(counts.unknown >= contract.size * 25, `${counts.unknown} with an unknown member`);
});

test("a request refuses unknown members, but for those that others extend or send; whatever is answered keeps them", () => {
  const requests = [...contract.keys()].filter((name) => /(?:^|-)request(?:-|$)/.test(name));
  const sent = requests.filter((name) => !/^(?:claim-request|request-object)$/.test(name));
  assert.deepEqual(
    [...contract.values()].filter(({ closed }) => closed).map(({ name }) => name),
    sent.filter((name) => !openRequests.includes(name)),
  );
  assert.deepEqual(
    openRequests.filter((name) => !sent.includes(name)),
    [],
  );
});

type Judge = (value: unknown) => readonly string[];

function judgeRemovals({ message, path }: Place, value: Message, judge: Judge): void {
  for (const name of message.required) {
    const found = judge(changeAt(value, path, (inner) => withoutMember(inner, name)));
    counts.removed += 1;
    assertFound(found, [...path, name], "required");
  }
}

/** One member after the other gets a value of a type that it may not have; the seed says which type comes first. */
function judgeTypes({ message, path }: Place, value: Message, { judge, seed }: { judge: Judge; seed: number }): void {
  for (const [name, member] of message.members) {
    const types = typesOf(member);
    if (types === undefined || "not" in member.assertions || !(name in at(value, path))) continue;
    const others = samples.filter(([type]) => !types.some((each) => each === type));
    const [, sample] = others[seed % others.length] ?? assert.fail(`${name} may have any type`);
    const found = judge(changeAt(value, path, (inner) => ({ ...inner, [name]: sample })));
    counts.retyped += 1;
    assertFound(found, [...path, name], "const" in member.assertions ? "const" : "type");
  }
}

function judgeUnknown({ closed }: ContractMessage, value: Message, judge: Judge): void {
  counts.unknown += 1;
  assert.deepEqual(
    judge({ ...value, "x-not/in~any document": 1 }),
    closed ? ["/x-not~1in~0any document additionalProperties"] : [],
  );
}

function assertFound(found: readonly string[], path: Place["path"], keyword: string): void {
  const pointer = path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  assert.ok(found.includes(`${pointer} ${keyword}`), `${pointer} ${keyword} is not among ${found.join("; ")}`);
}

/** What is written as parameters is read back as it was; a parameter without a value counts as absent. */
function assertRoundTrip(schema: MessageSchema<unknown>, value: Message): void {
  const decoded = decodeParameters(new URLSearchParams(encodeForm(encodeParameters(value))), schema);
  assert.ok(decoded.ok);
  const present = Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, withoutEmpty(member)])
      .filter(([, member]) => !isEmpty(member)),
  );
  assert.deepEqual(decoded.message, JSON.parse(JSON.stringify(present)));
}

/** Of a parameter that may be repeated, those without a value count as absent, too. */
function withoutEmpty(value: unknown): unknown {
  return Array.isArray(value) ? value.filter((each) => each !== "") : value;
}

function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

function problemsOf(schema: MessageSchema<unknown>, value: unknown): readonly string[] {
  const result = checkMessage(schema, value);
  return result.ok ? [] : result.issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`).toSorted();
}

function at(value: unknown, path: Place["path"]): Message {
  let inner: unknown = value;
  for (const step of path) inner = Object(inner)[step];
  return Object(inner);
}

function changeAt(value: unknown, path: Place["path"], change: (inner: Message) => Message): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(Object(value));
  if (Array.isArray(value)) return value.with(Number(step), changeAt(value[Number(step)], rest, change));
  return { ...Object(value), [step]: changeAt(Object(value)[step], rest, change) };
}

function withoutMember(value: Message, name: string): Message {
  const { [name]: _removed, ...rest } = value;
  return rest;
}

async function loadSchema(message: string): Promise<MessageSchema<unknown>> {
  const module: Readonly<Record<string, unknown>> = await import(`../../generated/messages/${message}.ts`);
  const found = Object.values(module).find(isSchema);
  assert.ok(found !== undefined, `${message} exports a schema`);
  return found;
}

function isSchema(value: unknown): value is MessageSchema<unknown> {
  return typeof value === "object" && value !== null && "validate" in value && "members" in value;
}

const samples: readonly (readonly [type: string, value: unknown])[] = [
  ["string", "https://id.example.com"],
  ["number", 1.5],
  ["boolean", true],
  ["null", null],
  ["array", []],
  ["object", {}],
];
