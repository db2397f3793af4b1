import assert from "node:assert/strict";
import { test } from "node:test";
import { buildFrontchannelLogoutResponse, readFrontchannelLogout } from "../../../src/endpoints/frontchannel-logout.ts";
import type { ExchangeEvent } from "../../../src/exchange/exchange-event.ts";
import { contextOf } from "../exchange/answers.ts";

const issuer = "https://id.example.com";
const query = `iss=${encodeURIComponent(issuer)}&sid=session-1`;
const url = `https://app.example.com/logout?${query}`;

for (const [title, request] of [
  ["a URL as text", url],
  ["a URL", new URL(url)],
  ["the path and query that Node gives", `/logout?${query}`],
  ["a query", `?${query}`],
  ["parameters", new URLSearchParams(query)],
  ["a request", new Request(url)],
  ["the parameters that the registered URI has itself", `/logout?a=1&a=2&${query}`],
] as const) {
  test(`readFrontchannelLogout: reads ${title} (OpenID Connect Front-Channel Logout §2)`, () => {
    const logout = readFrontchannelLogout(contextOf(), request, { requireSession: true });
    assert.deepEqual(logout, { iss: issuer, sid: "session-1" });
    assert.ok(Object.isFrozen(logout));
  });
}

test("readFrontchannelLogout: neither iss nor sid is a logout too, unless the session is required", () => {
  const events: ExchangeEvent[] = [];
  const context = contextOf({ onEvent: (event) => events.push(event) });
  assert.deepEqual(readFrontchannelLogout(context, "/logout"), {});
  assert.deepEqual(
    events.map((event) => event.type === "exchange" && [event.message, event.endpoint]),
    [["FrontchannelLogoutRequest", "frontchannel_logout_uri"]],
  );
  assert.throws(() => readFrontchannelLogout(context, "/logout", { requireSession: true }), {
    code: "ERR_VALIDATION_RECEIVED_REQUEST",
    message: /2 problems.*\n {2}\/iss is required, because .*frontchannel_logout_session_required.*\n {2}\/sid is/,
  });
});

for (const [title, text, code] of [
  ["iss alone", `iss=${encodeURIComponent(issuer)}`, "ERR_VALIDATION_RECEIVED_REQUEST"],
  ["sid alone", "sid=session-1", "ERR_VALIDATION_RECEIVED_REQUEST"],
  ["an empty sid", `iss=${encodeURIComponent(issuer)}&sid=`, "ERR_VALIDATION_RECEIVED_REQUEST"],
  ["another issuer", "iss=https://evil.example&sid=session-1", "ERR_VERIFICATION_ISSUER"],
  ["an issuer with a slash more", `iss=${encodeURIComponent(`${issuer}/`)}&sid=s`, "ERR_VERIFICATION_ISSUER"],
  ["an issuer that is no URL", "iss=x&sid=s", "ERR_VERIFICATION_ISSUER"],
  ["two sids", `${query}&sid=session-2`, "ERR_VERIFICATION_PARAMETER_REPEATED"],
  ["two issuers", `${query}&iss=x`, "ERR_VERIFICATION_PARAMETER_REPEATED"],
] as const) {
  test(`readFrontchannelLogout: refuses ${title} (OpenID Connect Front-Channel Logout §2)`, () => {
    assert.throws(() => readFrontchannelLogout(contextOf(), new URLSearchParams(text)), { code });
  });
}

for (const [title, request] of [
  ["a POST", new Request(url, { method: "POST", body: query })],
  ["a query without its question mark", query],
  ["nothing", undefined],
  ["a broken URL", "https://"],
] as const) {
  test(`readFrontchannelLogout: ${title} is the caller's to mend`, () => {
    assert.throws(() => readFrontchannelLogout(contextOf(), request as unknown as string), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "request",
    });
  });
}

test("buildFrontchannelLogoutResponse: no cache keeps it, only the provider frames it (OpenID Connect Front-Channel Logout §2)", async () => {
  const response = buildFrontchannelLogoutResponse(contextOf());
  assert.equal(response.status, 200);
  assert.deepEqual(Object.fromEntries(response.headers), {
    "cache-control": "no-store",
    "content-security-policy": "frame-ancestors https://id.example.com",
    "content-type": "text/html; charset=utf-8",
  });
  assert.match(await response.text(), /^<!doctype html>/);
});

test("buildFrontchannelLogoutResponse: names the end session endpoint's host and those of the caller, each once", () => {
  const metadata = {
    issuer: `${issuer}/tenant`,
    response_types_supported: ["code"],
    end_session_endpoint: "https://login.example.com/logout",
  };
  const frameAncestors = ["https://login.example.com", "https://sso.example.com:8443"];
  const { headers } = buildFrontchannelLogoutResponse(contextOf({ metadata }), { frameAncestors });
  assert.equal(
    headers.get("content-security-policy"),
    "frame-ancestors https://id.example.com https://login.example.com https://sso.example.com:8443",
  );
});

for (const origin of ["*", "https://a.example/", "http://a.example", "'self'", "https://a.example; script-src *", 7]) {
  test(`buildFrontchannelLogoutResponse: refuses ${origin} as an origin`, () => {
    assert.throws(() => buildFrontchannelLogoutResponse(contextOf(), { frameAncestors: [origin as string] }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "frameAncestors",
    });
  });
}
