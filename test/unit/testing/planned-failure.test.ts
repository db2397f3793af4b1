import assert from "node:assert/strict";
import { test } from "node:test";
import { createPlannedFailures, failAsPlanned, type TestFailure } from "../../../src/testing/planned-failure.ts";

const endpoint = "token_endpoint";

const refused: readonly (readonly [title: string, how: unknown, parameter: string])[] = [
  ["a word that is none", "network_error", "how"],
  ["a time that is negative", { delayMs: -1 }, "how.delayMs"],
  ["a time that is text", { delayMs: "soon" }, "how.delayMs"],
  ["a status that no Response has", { status: 42 }, "how.status"],
  ["a status that is too large", { status: 600 }, "how.status"],
  ["no status", {}, "how.status"],
  ["an error where there is no body", { status: 204, error: "invalid_grant" }, "how.error"],
];

for (const [title, how, parameter] of refused)
  test(`fail: refuses ${title}, before anything is asked`, () => {
    const failures = createPlannedFailures([endpoint]);
    const given: TestFailure = JSON.parse(JSON.stringify(how));
    assert.throws(() => failures.add(endpoint, given), { code: "ERR_CONFIGURATION_OPTION", parameter });
    assert.equal(failures.take(endpoint), undefined);
  });

for (const times of [0, -1, 1.5, Number.NaN])
  test(`fail: refuses ${times} times`, () => {
    const failures = createPlannedFailures([endpoint]);
    assert.throws(() => failures.add(endpoint, "hang", { times }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "times",
    });
  });

test("fail: takes every failure that can happen", async () => {
  const failures = createPlannedFailures([endpoint]);
  const given: readonly TestFailure[] = ["network-error", "hang", "invalid-json", { delayMs: 0 }, { status: 204 }];
  for (const how of given) failures.add(endpoint, how);
  assert.deepEqual(
    given.map(() => failures.take(endpoint)),
    given,
  );
  const honest = async () => assert.fail("it was asked");
  assert.equal((await failAsPlanned({ status: 204 }, honest, undefined)).status, 204);
});
