import assert from "node:assert/strict";
import { test } from "node:test";
import { lintNames } from "../../../codegen/lint/names.ts";
import { composition, specSet } from "./tiny-specs.ts";

function lint(files: Readonly<Record<string, unknown>>): readonly (readonly [string, string, string])[] {
  return lintNames(specSet(files)).map(({ file, pointer, message, remedy }) => [file, pointer, `${message} ${remedy}`]);
}

const scalar = (name: string): Readonly<Record<string, unknown>> => ({
  [`common/${name}.schema.json`]: { $id: `common/${name}.schema.json`, type: "string", pattern: "^x$" },
});

test("accepts the tiny set and scalars with digits in their names", () => {
  assert.deepEqual(lint({ ...scalar("sha1-base64url"), ...scalar("base64") }), []);
});

test("refuses an $id that differs from the path", () => {
  const moved = { ...composition("answer", ["rfc1"]), $id: "messages/reply.schema.json" };
  assert.deepEqual(lint({ "messages/answer.schema.json": moved }), [
    ["messages/answer.schema.json", "/$id", "The $id differs from the path. Make it messages/answer.schema.json."],
  ]);
});

test("refuses a title that does not follow the file", () => {
  assert.deepEqual(
    lint({ "messages/long-answer.schema.json": composition("long-answer", [], { title: "LongReply" }) }),
    [["messages/long-answer.schema.json", "/title", "The title is LongReply. Make it LongAnswer, after the file."]],
  );
});

test("refuses a title that another message has", () => {
  assert.deepEqual(lint({ "messages/reply.schema.json": composition("reply", [], { title: "Answer" }) }), [
    [
      "messages/reply.schema.json",
      "/title",
      "Answer is also the title of specs/messages/answer.schema.json. Message names are unique.",
    ],
  ]);
});

for (const name of ["default", "report", "data0", "1st"]) {
  test(`refuses a scalar called ${name}, which generated code cannot have as a variable`, () => {
    assert.deepEqual(lint(scalar(name)), [
      [`common/${name}.schema.json`, "", `Generated code cannot have a variable ${name}. Choose another file name.`],
    ]);
  });
}

test("refuses a scalar with the name of a message", () => {
  assert.deepEqual(lint(scalar("answer")), [
    ["common/answer.schema.json", "", "answer is a message, too. Choose another file name."],
  ]);
});
