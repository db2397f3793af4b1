import assert from "node:assert/strict";
import { test } from "node:test";
import {
  hasAcr,
  hasAuthenticationMethod,
  hasRole,
  hasScope,
  isAuthenticatedWithin,
} from "../../../src/util/claim-check.ts";

for (const [scope, wanted, has] of [
  ["read write", ["read"], true],
  ["read write", ["write", "read"], true],
  ["read", ["read", "write"], false],
  ["Read", ["read"], false],
  ["reader", ["read"], false],
  ["read  write", ["read"], false],
  [["read", "write"], ["write"], true],
  [["read write"], ["write"], false],
  [["read", 1], ["read"], false],
  [undefined, ["read"], false],
  [1, ["read"], false],
] as const) {
  test(`the scope ${JSON.stringify(scope)} ${has ? "grants" : "does not grant"} ${wanted.join(" ")} (RFC 9068 §2.2.3)`, () => {
    const [first, ...others] = wanted;
    assert.equal(hasScope({ scope }, first, ...others), has);
  });
}

test("a scope that only a prototype has grants nothing", () => {
  assert.equal(hasScope(Object.create({ scope: "read" }), "read"), false);
});

const claims = {
  roles: ["admin", { value: "editor", display: "Editor" }, null, 1, { value: ["owner"] }],
  groups: "admin",
  realm_access: { roles: ["viewer"] },
};

for (const [role, claim, has] of [
  ["admin", undefined, true],
  ["editor", undefined, true],
  ["Admin", undefined, false],
  ["owner", undefined, false],
  ["viewer", undefined, false],
  ["admin", "groups", false],
  ["viewer", ["realm_access", "roles"], true],
  ["viewer", ["realm_access", "missing"], false],
  ["viewer", ["missing", "roles"], false],
  ["viewer", ["missing", "too", "roles"], false],
  ["viewer", [], false],
  ["a", "constructor", false],
] as const) {
  test(`${role} is ${has ? "" : "not "}in ${JSON.stringify(claim ?? "roles")} (RFC 9068 §2.2.3.1)`, () => {
    assert.equal(hasRole(claims, role, claim === undefined ? {} : { claim }), has);
  });
}

test("a role that only a prototype has is none", () => {
  assert.equal(hasRole(Object.create({ roles: ["admin"] }), "admin"), false);
});

test("knows one of several classes of authentication, and no order among them (OpenID Connect Core §2)", () => {
  assert.equal(hasAcr({ acr: "gold" }, ["silver", "gold"]), true);
  assert.equal(hasAcr({ acr: "gold" }, ["silver"]), false);
  assert.equal(hasAcr({ acr: 2 }, ["2"]), false);
  assert.equal(hasAcr({}, ["gold"]), false);
  assert.equal(hasAcr({ acr: "gold" }, []), false);
});

test("wants all methods of authentication (RFC 8176 §2)", () => {
  assert.equal(hasAuthenticationMethod({ amr: ["pwd", "otp", "mfa"] }, "mfa"), true);
  assert.equal(hasAuthenticationMethod({ amr: ["pwd", "otp"] }, "pwd", "otp"), true);
  assert.equal(hasAuthenticationMethod({ amr: ["pwd"] }, "pwd", "otp"), false);
  assert.equal(hasAuthenticationMethod({ amr: "mfa" }, "mfa"), false);
  assert.equal(hasAuthenticationMethod({}, "mfa"), false);
});

const clock = (): number => 1_000_000_000;

for (const [title, authTime, tolerance, within] of [
  ["now", 1_000_000, 0, true],
  ["as long ago as allowed", 999_940, 0, true],
  ["a second too long ago", 999_939, 0, false],
  ["a second too long ago, within the tolerance", 999_939, 1, true],
  ["in the future", 1_000_001, 0, false],
  ["in the future, within the tolerance", 1_000_001, 1, true],
  ["at a time that is text", "1000000", 0, false],
  ["never", undefined, 0, false],
] as const) {
  test(`an authentication ${title} is ${within ? "" : "not "}recent (RFC 9470 §5)`, () => {
    const options = { maxAgeSeconds: 60, clockToleranceSeconds: tolerance, clock };
    assert.equal(isAuthenticatedWithin({ auth_time: authTime }, options), within);
  });
}

test("reads the machine's clock where none is given", () => {
  assert.equal(isAuthenticatedWithin({ auth_time: 1 }, { maxAgeSeconds: 60 }), false);
});
