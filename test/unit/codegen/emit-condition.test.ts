import assert from "node:assert/strict";
import { test } from "node:test";
import { all, any, type Condition, test as leaf, negate, writeCondition } from "../../../codegen/emit/condition.ts";

const a = leaf("a");
const b = leaf("b === 1", "b !== 1");
const c = leaf("c");

const cases: readonly (readonly [title: string, condition: Condition, yes: string, no: string])[] = [
  ["a test", a, "a", "!a"],
  ["a test with its opposite", b, "b === 1", "b !== 1"],
  ["all", all([a, b]), "a && b === 1", "!a || b !== 1"],
  ["any", any([a, b]), "a || b === 1", "!a && b !== 1"],
  ["any inside all", all([a, any([b, c])]), "a && (b === 1 || c)", "!a || (b !== 1 && !c)"],
  ["all inside any", any([a, all([b, c])]), "a || (b === 1 && c)", "!a && (b !== 1 || !c)"],
  ["all inside all", all([a, all([b, c])]), "a && b === 1 && c", "!a || b !== 1 || !c"],
  ["the same twice", all([a, b, a]), "a && b === 1", "!a || b !== 1"],
  [
    "presence beside what implies it",
    all([leaf("m.a !== undefined", "m.a === undefined"), leaf('typeof m.a === "string"', 'typeof m.a !== "string"')]),
    'typeof m.a === "string"',
    'typeof m.a !== "string"',
  ],
  [
    "presence beside absence, which implies nothing",
    all([leaf("m.a !== undefined", "m.a === undefined"), leaf("m.a === undefined", "m.a !== undefined")]),
    "m.a !== undefined && m.a === undefined",
    "m.a === undefined || m.a !== undefined",
  ],
  [
    "presence beside what absence passes too",
    all([leaf("m.a !== undefined", "m.a === undefined"), leaf("m.a !== 1", "m.a === 1")]),
    "m.a !== undefined && m.a !== 1",
    "m.a === undefined || m.a === 1",
  ],
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
