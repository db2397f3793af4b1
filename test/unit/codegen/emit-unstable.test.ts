import assert from "node:assert/strict";
import { test } from "node:test";
import { composeMessages } from "../../../codegen/compose.ts";
import { draftsOfMember, draftsOfMessage, unstableParagraphs } from "../../../codegen/emit/unstable.ts";
import { composition, contribution, specSet } from "./tiny-specs.ts";

const draft = (id: string): Readonly<Record<string, unknown>> => ({
  [`${id}/document.json`]: { id, label: id.toUpperCase(), title: "T", status: "draft", url: "https://x.example/" },
});
const extending = (name: string, base: string, document: string): Readonly<Record<string, unknown>> => ({
  [`messages/${name}.schema.json`]: composition(name, [], {
    allOf: [{ $ref: `${base}.schema.json` }, { $ref: `../${document}/${name}.schema.json` }],
  }),
});
const union = (name: string, ...branches: readonly string[]): Readonly<Record<string, unknown>> => ({
  [`messages/${name}.schema.json`]: {
    title: "U",
    oneOf: branches.map((branch) => ({ $ref: `${branch}.schema.json` })),
  },
});

const specs = specSet({
  ...draft("draft-x"),
  ...draft("draft-y"),
  ...contribution({ m: {} }, { document: "draft-x", name: "both" }),
  ...contribution({ m: {} }, { document: "draft-y", name: "both" }),
  "messages/both.schema.json": composition("both", ["draft-x", "draft-y"]),
  ...contribution({ m: {}, n: {} }, { name: "on-draft" }),
  ...extending("on-draft", "both", "rfc1"),
  ...contribution({ word: {}, n: {} }, { document: "draft-x", name: "on-standard" }),
  ...extending("on-standard", "answer", "draft-x"),
  ...contribution({ n: {} }, { name: "stable" }),
  ...extending("stable", "answer", "rfc1"),
  ...union("unstable-union", "both", "on-draft"),
  ...union("mixed-union", "both", "answer"),
});
const messages = composeMessages(specs);

const cases: readonly (readonly [title: string, message: string, want: readonly string[]])[] = [
  ["a message of two drafts rests on both", "both", ["DRAFT-X", "DRAFT-Y"]],
  ["a message that extends one of drafts rests on them", "on-draft", ["DRAFT-X", "DRAFT-Y"]],
  ["a draft's extension of a standard's message rests on the draft", "on-standard", ["DRAFT-X"]],
  ["a standard's message is stable", "answer", []],
  ["a standard's extension of a standard's message is stable", "stable", []],
  ["a union of unstable messages is unstable", "unstable-union", ["DRAFT-X", "DRAFT-Y"]],
  ["a union with a stable message is stable", "mixed-union", []],
];

for (const [title, name, want] of cases) {
  test(title, () => {
    const message = messages.find((candidate) => candidate.name === name);
    assert.ok(message !== undefined);
    assert.deepEqual(draftsOfMessage(message, messages, specs), want);
  });
}

test("a member is unstable unless a standard or the stable message below has it", () => {
  const found = messages.flatMap((message) =>
    message.members.map((member) => [
      `${message.name}.${member.name}`,
      draftsOfMember(member, message, messages, specs).join(),
    ]),
  );
  assert.deepEqual(Object.fromEntries(found), {
    "answer.word": "",
    "both.m": "DRAFT-X,DRAFT-Y",
    "on-draft.m": "",
    "on-draft.n": "",
    "on-standard.word": "",
    "on-standard.n": "DRAFT-X",
    "stable.n": "",
  });
});

test("says nothing about what is stable", () => {
  assert.deepEqual(unstableParagraphs([]), []);
  assert.deepEqual(unstableParagraphs(["A", "B"]), [
    "Unstable: defined only by A and B, which may still change it.",
    "@experimental",
  ]);
});
