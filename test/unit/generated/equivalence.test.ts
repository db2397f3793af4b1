import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import type { MessageSchema } from "../../../generated/message-schema.ts";
import { createReference, type Json, schemas } from "./ajv-reference.ts";

/**
 * The generated validators against ajv at run time, which reads the files of specs/ as they are: composition by `allOf`, nothing
 * flattened, nothing of codegen/. Both must find the same places and keywords on examples and on mutations of them.
 */

const specs = new URL("../../../specs/", import.meta.url);
const messages = [...schemas.values()].filter(
  (schema) => /^messages\//.test(String(schema.$id)) && Array.isArray(schema.allOf),
);
const reference = createReference();
let compared = 0;

for (const composition of messages) {
  const name = String(composition.$id).replace(/^messages\/|\.schema\.json$/g, "");
  test(`${name}: the generated validator finds what ajv finds`, async () => {
    const { validate } = await loadSchema(name);
    const samples = examplesOf(name);
    const agree = (value: unknown): void => {
      compared += 1;
      validate(value);
      const found = (validate.errors ?? []).map((problem) => `${problem.instancePath} ${problem.keyword}`);
      assert.deepEqual([...new Set(found)].sort(), reference(String(composition.$id), value), JSON.stringify(value));
    };
    for (const value of [...samples, null, [], "text", 1, {}]) agree(value);
    const value = fc.constantFrom({}, ...samples).chain((sample) => mutations(sample, membersOf(composition)));
    fc.assert(fc.property(value, agree), { numRuns: 150 });
  });
}

test("every message has been compared, many times", () => {
  assert.ok(messages.length >= 25, `${messages.length} messages`);
  assert.ok(compared >= messages.length * 150, `${compared} values`);
});

/** A sample with up to four members replaced, removed or added. */
function mutations(sample: unknown, names: readonly string[]): fc.Arbitrary<unknown> {
  if (typeof sample !== "object" || sample === null || Array.isArray(sample)) return fc.constant(sample);
  const members = [...new Set([...Object.keys(sample), ...names, "unknown#x", "name#fr", "organization_uri#de"])];
  const change = fc.tuple(fc.constantFrom(...members), junk(sample));
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = new Map<string, unknown>(Object.entries(sample));
    for (const [name, value] of changes) {
      if (value === remove) copy.delete(name);
      else copy.set(name, value);
    }
    return Object.fromEntries(copy);
  });
}

const remove = Symbol("remove");

function junk(sample: object): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(
    fc.constantFrom(
      "",
      "none",
      "openid",
      "code id_token",
      "a b",
      "HS256",
      "ES256",
      "P-256",
      "https://a.example/x",
      "Ü",
      'q"',
    ),
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      1.5,
      1300819380,
      remove,
      "private_key_jwt",
      "S256",
      "b64",
      "A128GCMKW",
    ),
    fc.constantFrom<unknown>(null, ...Object.values(sample)),
    fc.constantFrom("A".repeat(43), "A".repeat(22), "A".repeat(64), "eyJ.e30.", "e30.e30.e30.e30.e30"),
  );
  const element = fc.oneof(leaf, fc.dictionary(fc.constantFrom("type", "kty", "d", "k", "JWT", "endpoint", "e"), leaf));
  return fc.oneof(
    leaf,
    fc.array(
      element.filter((value) => value !== remove),
      { maxLength: 3 },
    ),
    fc.dictionary(
      fc.constantFrom("d", "k", "a", "value", "essential", "kty", "a/b~c", "token_endpoint", "endpoint"),
      element.filter((value) => value !== remove),
    ),
  );
}

function membersOf(composition: Json): readonly string[] {
  const parts: readonly { readonly $ref: string }[] = Array.isArray(composition.allOf) ? composition.allOf : [];
  return parts.flatMap(({ $ref }) => {
    const part = schemas.get($ref.replace("../", "")) ?? schemas.get(`messages/${$ref}`) ?? {};
    return Array.isArray(part.allOf) && String(part.$id).startsWith("messages/")
      ? membersOf(part)
      : Object.keys(Object(part.properties));
  });
}

function examplesOf(message: string): readonly unknown[] {
  return readdirSync(specs, { withFileTypes: true })
    .map((folder) => new URL(`${folder.name}/examples/${message}.json`, specs))
    .filter((file) => existsSync(file))
    .flatMap((file) => JSON.parse(readFileSync(file, "utf8")))
    .map(({ value }: { readonly value: unknown }) => value);
}

async function loadSchema(message: string): Promise<MessageSchema<unknown>> {
  const module: Readonly<Record<string, unknown>> = await import(
    `${process.env.GEN ?? "../../../generated"}/messages/${message}.ts`
  );
  const found = Object.values(module).find(isSchema);
  assert.ok(found !== undefined, `${message} exports a schema`);
  return found;
}

function isSchema(value: unknown): value is MessageSchema<unknown> {
  return typeof value === "object" && value !== null && "validate" in value && "members" in value;
}
