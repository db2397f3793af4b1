import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { MessageSchema } from "../../../generated/message-schema.ts";
import { checkMessage } from "../../../src/schema/check.ts";

interface Example {
  readonly id: string;
  readonly section: string;
  readonly valid: boolean;
  readonly value: unknown;
  readonly abbreviated?: boolean;
  readonly issues?: readonly { readonly pointer: string; readonly keyword: string }[];
}

const specs = new URL("../../../specs/", import.meta.url);
const files = readdirSync(specs, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/examples/`, specs)))
  .flatMap(({ name: document }) =>
    readdirSync(new URL(`${document}/examples/`, specs)).map((file) => ({
      document,
      message: file.replace(/\.json$/, ""),
    })),
  );

let seen = 0;
for (const { document, message } of files) {
  const examples: readonly Example[] = JSON.parse(
    readFileSync(new URL(`${document}/examples/${message}.json`, specs), "utf8"),
  );
  for (const example of examples) {
    seen += 1;
    const expected = example.issues ?? [];
    test(`${message}: ${document} ${example.id} ${expected.length === 0 ? "is valid" : "is refused"}`, async () => {
      const schema = await loadSchema(message);
      const result = checkMessage(schema, example.value);
      const found = result.ok ? [] : result.issues.map(({ pointer, keyword }) => ({ pointer, keyword }));
      assert.deepEqual(sort(found), sort(expected));
      if (!result.ok) {
        for (const issue of result.issues)
          assert.ok(issue.specification !== undefined, `${issue.pointer} names no section`);
      }
      const agree = example.valid ? expected.length === 0 || example.abbreviated === true : expected.length > 0;
      assert.ok(agree, "valid and issues agree");
    });
  }
}

test("every message has valid and invalid examples", () => {
  assert.ok(seen >= 400, `saw ${seen} examples`);
});

async function loadSchema(message: string): Promise<MessageSchema<unknown>> {
  const module: Readonly<Record<string, unknown>> = await import(`../../../generated/messages/${message}.ts`);
  const found = Object.entries(module).find(([name]) => name.endsWith("Schema"));
  assert.ok(found !== undefined, `${message} exports a schema`);
  assert.ok(isSchema(found[1]));
  return found[1];
}

function isSchema(value: unknown): value is MessageSchema<unknown> {
  return typeof value === "object" && value !== null && "validate" in value && "members" in value;
}

function sort(issues: readonly { pointer: string; keyword: string }[]): readonly string[] {
  return issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`).sort();
}
