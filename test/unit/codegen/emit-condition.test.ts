import assert from "node:assert/strict";
import { test } from "node:test";
import { _ } from "ajv";
import { all, any, type Condition, test as leaf, negate, writeCondition } from "../../../codegen/emit/condition.ts";

const a = leaf(_`a`);
const b = leaf(_`b === 1`, _`b !== 1`);
const c = leaf(_`c`);

const cases: readonly (readonly [title: string, condition: Condition, yes: string, no: string])[] = [
  ["a test", a, "a", "!a"],
  ["a test with its opposite", b, "b === 1", "b !== 1"],
  ["all", all([a, b]), "a && b === 1", "!a || b !== 1"],
  ["any", any([a, b]), "a || b === 1", "!a && b !== 1"],
  ["any inside all", all([a, any([b, c])]), "a && (b === 1 || c)", "!a || b !== 1 && !c"],
  ["all inside any", any([a, all([b, c])]), "a || b === 1 && c", "!a && (b !== 1 || !c)"],
  ["all inside all", all([a, all([b, c])]), "a && b === 1 && c", "!a || b !== 1 || !c"],
  ["one alone", all([any([a])]), "a", "!a"],
  ["none of all", all([]), "true", "false"],
  ["none of any", any([]), "false", "true"],
];

for (const [title, condition, yes, no] of cases) {
  test(`writes ${title} and its opposite`, () => {
    assert.equal(String(writeCondition(condition)), yes);
    assert.equal(String(writeCondition(negate(condition))), no);
    assert.equal(String(writeCondition(negate(negate(condition)))), yes);
  });
}
