import assert from "node:assert/strict";
import { test } from "node:test";
import { bearerHeaders } from "../../../src/endpoints/access-token.ts";

for (const token of ["a", "AZaz09-._~+/", "abc==", "eyJ.e30.AA"]) {
  test(`bearerHeaders: presents ${token} (RFC 6750 §2.1)`, () => {
    assert.deepEqual(bearerHeaders(token), { authorization: `Bearer ${token}` });
  });
}

for (const token of ["", "a b", "Bearer a", "a\r\nx: y", "a=b", "é", "a\0", "="]) {
  test(`bearerHeaders: refuses ${JSON.stringify(token)}, and does not show it`, () => {
    assert.throws(() => bearerHeaders(token), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "access_token",
      message:
        "The access token has characters that a Bearer credential cannot have (RFC 6750 §2.1). Pass the access token alone, without its type.",
    });
  });
}
