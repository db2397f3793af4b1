import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isInsufficientTokenError,
  requireAuthentication,
  requireScopes,
} from "../../../src/resource-server/demands.ts";
import { clock, now } from "./access-tokens.ts";

function demandOf(call: () => void, code: string): unknown {
  try {
    call();
  } catch (error) {
    assert.ok(isInsufficientTokenError(error));
    assert.equal(error.code, code);
    return error.demand;
  }
  return "accepted";
}

const granted = { scopes: ["a", "b"] };
const claims = { acr: "silver", auth_time: now - 100 };

test("demands: all scope values must be granted, and the challenge names them all (RFC 6750 §3.1)", () => {
  requireScopes(granted, "a");
  requireScopes(granted, "b", "a");
  assert.deepEqual(
    demandOf(() => requireScopes(granted, "a", "c"), "ERR_VERIFICATION_SCOPE"),
    { scope: "a c" },
  );
  assert.throws(() => requireScopes(granted, "a b"), { code: "ERR_CONFIGURATION_OPTION" });
});

test("demands: the class of the authentication is one of those listed (RFC 9470 §3)", () => {
  requireAuthentication({ claims }, { acrValues: ["gold", "silver"] });
  requireAuthentication({ claims }, {});
  for (const acr of ["bronze", undefined, ["gold"]]) {
    const call = (): void => requireAuthentication({ claims: { acr } }, { acrValues: ["gold", "silver"] });
    assert.deepEqual(demandOf(call, "ERR_VERIFICATION_ACR"), { acr_values: "gold silver" });
  }
});

test("demands: the authentication is recent enough (RFC 9470 §5)", () => {
  requireAuthentication({ claims }, { maxAgeSeconds: 100, clock });
  requireAuthentication({ claims }, { maxAgeSeconds: 90, clockToleranceSeconds: 10, clock });
  for (const auth_time of [now - 101, now + 1, undefined, String(now)]) {
    const call = (): void =>
      requireAuthentication({ claims: { auth_time, acr: "x" } }, { maxAgeSeconds: 100, acrValues: ["x"], clock });
    assert.deepEqual(demandOf(call, "ERR_VERIFICATION_AUTH_TIME"), { acr_values: "x", max_age: 100 });
  }
});

test("demands: what no challenge can say is refused before it is due", () => {
  for (const [parameter, demand] of [
    ["acrValues", { acrValues: [] }],
    ["acrValues", { acrValues: ["a b"] }],
    ["acrValues", { acrValues: ['"'] }],
    ["acrValues", { acrValues: "a" }],
    ["maxAgeSeconds", { maxAgeSeconds: -1 }],
    ["maxAgeSeconds", { maxAgeSeconds: 1.5 }],
    ["maxAgeSeconds", { maxAgeSeconds: "1" }],
  ] as const)
    assert.throws(() => Reflect.apply(requireAuthentication, undefined, [{ claims }, demand]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
});

test("demands: an error of another kind is none", () => {
  for (const value of [undefined, new Error("x"), { demand: {} }]) assert.equal(isInsufficientTokenError(value), false);
});
