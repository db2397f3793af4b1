import assert from "node:assert/strict";
import { test } from "node:test";
import { completeSpecs } from "../../../../codegen/own/complete-specs.ts";

function complete(files: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(completeSpecs(new Map(Object.entries(files)), (name) => name === "id-token"));
}

test("completeSpecs: makes a message of a plain JSON Schema", () => {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Claims of our staff",
    type: "object",
    required: ["department"],
    properties: { department: { title: "Where she works", type: "string" }, level: { type: "integer" } },
  };
  assert.deepEqual(complete({ "acme/staff-claims.schema.json": schema }), {
    "acme/document.json": { id: "acme", label: "acme", title: "acme", url: "urn:acme", status: "standard" },
    "messages/staff-claims.schema.json": {
      $id: "messages/staff-claims.schema.json",
      title: "StaffClaims",
      description: "Claims of our staff.",
      "x-wire": "json",
      allOf: [{ $ref: "../acme/staff-claims.schema.json" }],
    },
    "acme/staff-claims.schema.json": {
      $id: "acme/staff-claims.schema.json",
      description: "Claims of our staff.",
      "x-spec": { document: "acme", section: "staff-claims" },
      type: "object",
      required: ["department"],
      properties: {
        department: {
          description: "Where she works.",
          type: "string",
          "x-spec": { document: "acme", section: "staff-claims", level: "required" },
        },
        level: {
          description: "The member `level`.",
          type: "integer",
          "x-spec": { document: "acme", section: "staff-claims", level: "optional" },
        },
      },
    },
  });
});

test("completeSpecs: a schema named after a message of the package extends it", () => {
  const files = complete({ "draft-acme/id-token.schema.json": { properties: { no: { not: {} } } } });
  assert.deepEqual(files["messages/draft-acme-id-token.schema.json"], {
    $id: "messages/draft-acme-id-token.schema.json",
    title: "DraftAcmeIdToken",
    description: "The message draft-acme-id-token.",
    "x-wire": "json",
    allOf: [{ $ref: "../messages/id-token.schema.json" }, { $ref: "../draft-acme/id-token.schema.json" }],
  });
  assert.deepEqual(files["draft-acme/document.json"], {
    id: "draft-acme",
    label: "draft-acme",
    title: "draft-acme",
    url: "urn:draft-acme",
    status: "draft",
  });
  assert.deepEqual(files["draft-acme/id-token.schema.json"], {
    $id: "draft-acme/id-token.schema.json",
    description: "What draft-acme defines for id-token.",
    "x-spec": { document: "draft-acme", section: "id-token" },
    type: "object",
    properties: {
      no: {
        description: "The member `no`.",
        not: {},
        "x-spec": { document: "draft-acme", section: "id-token", level: "forbidden" },
      },
    },
  });
});

test("completeSpecs: additionalProperties false closes the message, true says nothing, a schema is left to the lint", () => {
  const closed = complete({ "acme/a.schema.json": { additionalProperties: false } });
  assert.deepEqual(closed["messages/a.schema.json"], {
    $id: "messages/a.schema.json",
    title: "A",
    description: "The message a.",
    "x-wire": "json",
    additionalProperties: false,
    allOf: [{ $ref: "../acme/a.schema.json" }],
  });
  for (const additionalProperties of [false, true]) {
    const files = complete({ "acme/a.schema.json": { additionalProperties } });
    assert.equal(Object.hasOwn(Object(files["acme/a.schema.json"]), "additionalProperties"), false);
  }
  const inner = complete({ "acme/a.schema.json": { additionalProperties: { type: "string" } } });
  assert.deepEqual(Object(inner["acme/a.schema.json"]).additionalProperties, { type: "string" });
});

test("completeSpecs: what is written wins over what would be filled in", () => {
  const document = {
    id: "acme",
    label: "Acme",
    title: "Acme handbook",
    url: "https://acme.example",
    status: "standard",
  };
  const member = { description: "Words.", "x-spec": { document: "acme", section: "7", level: "conditional" } };
  const rule = {
    description: "Together.",
    "x-spec": { document: "acme", section: "8" },
    dependentRequired: { a: ["b"] },
  };
  const files = complete({
    "acme/document.json": document,
    "acme/part.schema.json": {
      description: "Parts.",
      properties: { a: member, b: true },
      allOf: [rule, { not: {} }, 1],
    },
    "messages/whole.schema.json": {
      $schema: "x",
      description: "The whole.",
      "x-wire": "jwt-claims",
      allOf: [{ $ref: "../acme/part.schema.json" }],
    },
  });
  assert.equal(files["acme/document.json"], document);
  assert.deepEqual(files["acme/part.schema.json"], {
    $id: "acme/part.schema.json",
    description: "Parts.",
    "x-spec": { document: "acme", section: "part" },
    type: "object",
    properties: { a: member, b: true },
    allOf: [rule, { "x-spec": { document: "acme", section: "part" }, not: {} }, 1],
  });
  assert.deepEqual(files["messages/whole.schema.json"], {
    $id: "messages/whole.schema.json",
    title: "Whole",
    description: "The whole.",
    "x-wire": "jwt-claims",
    allOf: [{ $ref: "../acme/part.schema.json" }],
  });
  assert.equal(Object.hasOwn(files, "messages/part.schema.json"), false);
});

test("completeSpecs: leaves alone what is no schema", () => {
  const files = { "acme/notes.json": [1], "acme/list.schema.json": [], "common/word.txt": { type: "string" } };
  assert.deepEqual(complete(files), files);
});

test("completeSpecs: replaces the $id of the user", () => {
  const $id = "https://acme.example/own.json";
  const paths = ["acme/a.schema.json", "common/b.schema.json", "messages/c.schema.json"];
  const files = complete(Object.fromEntries(paths.map((path) => [path, { $id }])));
  for (const path of paths) assert.match(JSON.stringify(files[path]), new RegExp(`"\\$id":"${path}"`));
});
