import assert from "node:assert/strict";
import { test } from "node:test";
import { composeMessages } from "../../../codegen/compose.ts";
import { emitApiDocument } from "../../../codegen/emit/api-document.ts";
import { specSet } from "./tiny-specs.ts";

const file = "openapi/authorization-server.openapi.json";
const document = (reference: string): object => ({
  openapi: "3.1.0",
  paths: {
    "/ask": { post: { responses: { 200: { content: { "application/json": { schema: { $ref: reference } } } } } } },
  },
  components: { headers: { Pragma: { description: "No cache." } } },
});

test("emits no API document without the OpenAPI document of the authorization server", () => {
  const specs = specSet();
  assert.deepEqual(emitApiDocument(composeMessages(specs), specs), []);
});

test("emits an API document that holds every schema it refers to, messages and scalars, and none of our keywords", () => {
  const specs = specSet({ [file]: document("../messages/answer.schema.json") });
  const [emitted] = emitApiDocument(composeMessages(specs), specs);
  assert.equal(emitted?.path, "openapi/authorization-server-document.ts");
  const [, json = ""] = /> = (\{.*\});\n$/s.exec(emitted?.text ?? "") ?? [];
  const { components, paths } = JSON.parse(json);
  assert.deepEqual(paths["/ask"].post.responses[200].content["application/json"].schema, {
    $ref: "#/components/schemas/Answer",
  });
  assert.deepEqual(components.headers, { Pragma: { description: "No cache." } });
  assert.deepEqual(components.schemas, {
    Answer: {
      title: "Answer",
      description: "An answer.",
      type: "object",
      properties: { word: { description: "The word.", $ref: "#/components/schemas/Token" } },
      required: ["word"],
    },
    Token: { description: "A word.", type: "string", pattern: "^[a-z]+$" },
  });
});

test("refuses an API document that refers to nothing", () => {
  const specs = specSet({ [file]: document("../messages/missing.schema.json") });
  assert.throws(() => emitApiDocument([], specs), /needs missing, which is no message and no scalar/);
});
