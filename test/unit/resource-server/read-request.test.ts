import assert from "node:assert/strict";
import { test } from "node:test";
import { isValidationError } from "../../../src/errors/validation-error.ts";
import { readPresentedToken } from "../../../src/resource-server/read-request.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { url } from "./access-tokens.ts";

async function read(headers: Headers | Readonly<Record<string, string | readonly string[]>>, at = url) {
  return readPresentedToken({ url: at, headers });
}

async function refuse(call: Promise<unknown>, pointer: string): Promise<void> {
  const error = await assertRefused(call, "ValidationError", "ERR_VALIDATION_RECEIVED_REQUEST");
  assert.ok(isValidationError(error));
  assert.deepEqual(
    error.issues.map((issue) => issue.pointer),
    [pointer],
  );
}

for (const [credentials, scheme, token] of [
  ["Bearer a.b_c~d+e/f-g==", "Bearer", "a.b_c~d+e/f-g=="],
  ["bearer a", "Bearer", "a"],
  ["BEARER   a", "Bearer", "a"],
  ["dpop a", "DPoP", "a"],
] as const)
  test(`request: ${credentials} is a token (RFC 6750 §2.1)`, async () => {
    assert.deepEqual(await read(new Headers({ authorization: credentials })), { scheme, token, proof: undefined });
    assert.deepEqual(await read({ Authorization: credentials, dpop: "p" }), { scheme, token, proof: "p" });
  });

test("request: without credentials, or with those of another scheme, there is no token (RFC 6750 §3.1)", async () => {
  for (const headers of [{}, { authorization: "Basic YTpi" }, { authorization: "" }, { authorization: "Bearers a" }])
    await assertRefused(read(headers), "VerificationError", "ERR_VERIFICATION_TOKEN_MISSING");
});

test("request: malformed credentials are refused and not shown (RFC 6750 §2.1)", async () => {
  for (const credentials of [
    "Bearer",
    "Bearer ",
    "Bearer a b",
    "Bearer a,b",
    "Bearer =a",
    "Bearer a=b",
    'Bearer "a"',
    "Bearer\ta",
    "DPoP ü",
    "Bearer a\n",
  ])
    await refuse(read({ authorization: credentials }), "/authorization");
});

test("request: one field of credentials is all there may be (RFC 6750 §2)", async () => {
  const joined = new Headers([
    ["authorization", "Bearer a"],
    ["authorization", "Bearer b"],
  ]);
  for (const headers of [
    joined,
    { authorization: ["Bearer a", "Bearer a"] },
    { authorization: "Bearer a", Authorization: "Bearer b" },
  ])
    await refuse(read(headers), "/authorization");
});

test("request: two proofs are refused (RFC 9449 §4.3)", async () => {
  const headers = { authorization: "DPoP a", dpop: ["p", "q"] };
  await assertRefused(read(headers), "VerificationError", "ERR_VERIFICATION_DPOP_PROOF");
});

test("request: a token in the query is refused, alone and beside another (RFC 9700 §4.3.2)", async () => {
  for (const query of ["access_token=a", "x=1&access_token=", "Access_Token=a", "access%5Ftoken=a"])
    for (const headers of [{}, { authorization: "Bearer a" }])
      for (const base of [url, "/orders"]) await refuse(read(headers, `${base}?${query}`), "/access_token");
  for (const at of [`${url}?my_access_token=a`, `${url}#?access_token=a`, `${url}?`, "/orders"])
    assert.equal((await read({ authorization: "Bearer a" }, at)).token, "a");
});
