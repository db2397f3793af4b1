import assert from "node:assert/strict";
import { test } from "node:test";
import { readResponseMode, readResponseType } from "../../../src/endpoints/response-type.ts";

for (const [responseType, parameters, defaultMode] of [
  [undefined, ["code"], "query"],
  ["code", ["code"], "query"],
  ["code id_token", ["code", "id_token"], "fragment"],
  ["id_token code", ["id_token", "code"], "fragment"],
  ["code token", ["code", "access_token"], "fragment"],
  ["code id_token token", ["code", "id_token", "access_token"], "fragment"],
  ["id_token token", ["id_token", "access_token"], "fragment"],
  ["id_token", ["id_token"], "fragment"],
  ["token", ["access_token"], "fragment"],
] as const) {
  test(`readResponseType: ${responseType}`, () => {
    assert.deepEqual(readResponseType(responseType), { parameters, defaultMode });
  });
}

for (const responseType of ["", "none", "code code", "code  token", " code", "code access_token", "Code", "vp_token"]) {
  test(`readResponseType: refuses ${JSON.stringify(responseType)}`, () => {
    assert.throws(() => readResponseType(responseType), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "response_type",
    });
  });
}

for (const [responseType, responseMode, place] of [
  ["code", undefined, { mode: "query", isJwt: false }],
  ["code", "fragment", { mode: "fragment", isJwt: false }],
  ["code", "form_post", { mode: "form_post", isJwt: false }],
  ["code", "jwt", { mode: "query", isJwt: true }],
  ["code", "query.jwt", { mode: "query", isJwt: true }],
  ["code id_token", undefined, { mode: "fragment", isJwt: false }],
  ["code id_token", "jwt", { mode: "fragment", isJwt: true }],
  ["id_token", "form_post.jwt", { mode: "form_post", isJwt: true }],
] as const) {
  test(`readResponseMode: ${responseType} with ${responseMode}`, () => {
    assert.deepEqual(readResponseMode(responseType, responseMode), place);
  });
}

for (const [responseType, responseMode] of [
  ["code", "cookie"],
  ["code", ""],
  ["code", "query.jwt.jwt"],
  ["code", "query.jwe"],
  ["code", "jwt.jwt"],
  ["id_token", "query"],
  ["code token", "query"],
  ["code id_token", "query.jwt"],
] as const) {
  test(`readResponseMode: refuses ${responseMode} for ${responseType}`, () => {
    assert.throws(() => readResponseMode(responseType, responseMode), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "response_mode",
    });
  });
}
