import assert from "node:assert/strict";
import { test } from "node:test";
import { type RequestedIdTokenClaims, readRequestedClaims } from "../../../src/endpoints/requested-claims.ts";

type Claims = Parameters<typeof readRequestedClaims>[0];

const requests: readonly (readonly [title: string, claims: Claims, RequestedIdTokenClaims])[] = [
  ["no claims", undefined, {}],
  ["none for the ID token", { userinfo: { sub: { value: "user-1" }, auth_time: { essential: true } } }, {}],
  ["a sub with a value", { id_token: { sub: { value: "user-1" } } }, { subject: "user-1" }],
  ["a sub without one", { id_token: { sub: null } }, {}],
  ["an essential sub without one", { id_token: { sub: { essential: true } } }, {}],
  [
    "an essential acr with values",
    { id_token: { acr: { essential: true, values: ["urn:a", "urn:b"] } } },
    { acrValues: ["urn:a", "urn:b"] },
  ],
  [
    "an essential acr with a value",
    { id_token: { acr: { essential: true, value: "urn:a" } } },
    { acrValues: ["urn:a"] },
  ],
  ["an essential acr of any value", { id_token: { acr: { essential: true } } }, {}],
  ["a voluntary acr", { id_token: { acr: { values: ["urn:a"] } } }, {}],
  ["an acr that is voluntary by name", { id_token: { acr: { essential: false, value: "urn:a" } } }, {}],
  ["an essential auth_time", { id_token: { auth_time: { essential: true } } }, { requireAuthTime: true }],
  ["a voluntary auth_time", { id_token: { auth_time: null } }, {}],
  ["another claim that is essential", { id_token: { email: { essential: true, value: "a@example.com" } } }, {}],
  [
    "all of them",
    {
      id_token: { sub: { value: "u" }, acr: { essential: true, value: "1" }, auth_time: { essential: true } },
      userinfo: { sub: { value: "other" } },
    },
    { subject: "u", acrValues: ["1"], requireAuthTime: true },
  ],
];

for (const [title, claims, expected] of requests) {
  test(`readRequestedClaims: ${title} (OpenID Connect Core §5.5.1)`, () => {
    assert.deepEqual(readRequestedClaims(claims), expected);
  });
}
