import assert from "node:assert/strict";
import { test } from "node:test";
import {
  buildCheckSessionFrame,
  calculateSessionState,
  formatCheckSessionMessage,
  readCheckSessionReply,
} from "../../../src/endpoints/check-session.ts";
import { contextOf } from "../exchange/answers.ts";

function contextWith(check_session_iframe: string): ReturnType<typeof contextOf> {
  return contextOf({
    metadata: { issuer: "https://id.example.com", response_types_supported: ["code"], check_session_iframe },
  });
}

test("buildCheckSessionFrame: gives frame, origin and message (OpenID Connect Session Management §3.1)", () => {
  const frame = buildCheckSessionFrame(contextWith("https://id.example.com:8443/session?x=1"), "abc.salt");
  assert.deepEqual(frame, {
    url: "https://id.example.com:8443/session?x=1",
    origin: "https://id.example.com:8443",
    message: "client-1 abc.salt",
  });
  assert.ok(Object.isFrozen(frame));
});

test("buildCheckSessionFrame: says so when the provider has no frame, or one in the open", () => {
  assert.throws(() => buildCheckSessionFrame(contextOf(), "abc.salt"), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
    parameter: "check_session_iframe",
    message: /does not publish it/,
  });
  for (const url of ["http://id.example.com/session", "not a URL"]) {
    assert.throws(() => buildCheckSessionFrame(contextWith(url), "abc.salt"), {
      code: "ERR_CONFIGURATION_INSECURE_URL",
    });
  }
});

test("formatCheckSessionMessage: a client_id may have spaces, a session_state not (OpenID Connect Session Management §3.1)", () => {
  assert.equal(formatCheckSessionMessage("my client", "abc.salt"), "my client abc.salt");
  for (const state of ["", "a b", undefined, 7]) {
    assert.throws(() => formatCheckSessionMessage("web", state as string), {
      code: "ERR_VALIDATION_REQUEST",
      message: /\/session_state/,
    });
  }
  assert.throws(() => formatCheckSessionMessage("", "abc.salt"), { code: "ERR_VALIDATION_REQUEST" });
});

test("readCheckSessionReply: knows three words and nothing else (OpenID Connect Session Management §3.2)", () => {
  for (const word of ["changed", "unchanged", "error"]) assert.equal(readCheckSessionReply(word), word);
  for (const other of ["Changed", "changed ", "", "toString", null, undefined, 7, ["changed"], { data: "changed" }]) {
    assert.equal(readCheckSessionReply(other), undefined);
  }
});

test("calculateSessionState: digests client, origin, browser state and salt (OpenID Connect Session Management §3.2)", async () => {
  const input = { clientId: "web", origin: "https://app.example.com", browserState: "b-1", salt: "salt" };
  assert.equal(
    await calculateSessionState(input),
    "7b5d567773fdf05953f1d9be8182583b653b147554008053120e394b12050c26.salt",
  );
  assert.notEqual(await calculateSessionState({ ...input, browserState: "b-2" }), await calculateSessionState(input));
});
