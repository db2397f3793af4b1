import assert from "node:assert/strict";
import { test } from "node:test";
import { ResponseError } from "../../../src/errors/families.ts";
import { refuseRedirect } from "../../../src/http/redirect.ts";

const request = {
  url: "https://id.example.com/oauth/token",
  endpoint: "token_endpoint https://id.example.com/oauth/token",
};

function refused(response: Response): ResponseError {
  try {
    refuseRedirect(response, request);
  } catch (error) {
    assert.ok(error instanceof ResponseError);
    assert.equal(error.code, "ERR_RESPONSE_REDIRECT");
    assert.equal(error.status, response.status);
    assert.equal(error.endpoint, request.endpoint);
    assert.ok(error.remedy !== undefined);
    return error;
  }
  assert.fail("the redirect was let through");
}

for (const status of [300, 301, 302, 303, 305, 307, 308]) {
  test(`refuses ${status} and names its target without the query (RFC 9700 §4.12)`, () => {
    const location = "https://user:pw@other.example/login?session=secret#f";
    const { message } = refused(new Response(null, { status, headers: { location } }));
    assert.ok(message.includes(`${status}`) && message.includes("https://other.example/login,"));
    assert.ok(!message.includes("secret") && !message.includes("pw"));
  });
}

for (const status of [200, 201, 204, 304, 400, 401, 500]) {
  test(`lets ${status} pass, even with a Location`, () => {
    refuseRedirect(new Response(null, { status, headers: { location: "https://other.example/" } }), request);
  });
}

test("resolves a relative target against the endpoint", () => {
  const { message } = refused(new Response(null, { status: 302, headers: { location: "../login?a" } }));
  assert.ok(message.includes("https://id.example.com/login,"));
});

test("tells a target that is missing and one that is no URL", () => {
  assert.ok(refused(new Response(null, { status: 302 })).message.includes("nowhere"));
  const headers = { location: "https://" };
  assert.ok(refused(new Response(null, { status: 302, headers })).message.includes("no URL"));
});

test("refuses what a browser gives for a redirect that was not followed", () => {
  const { message } = refused(like({ type: "opaqueredirect", status: 0 }));
  assert.ok(message.includes("does not tell where"));
});

test("refuses the answer of a fetch that followed a redirect", () => {
  const { message, remedy } = refused(like({ redirected: true, url: "https://other.example/keys?a=secret" }));
  assert.ok(message.includes("https://other.example/keys,") && !message.includes("secret"));
  assert.ok(remedy?.includes("manual"));
});

/** A 200 with members that no constructor can set. */
function like(members: Readonly<Record<string, unknown>>): Response {
  const response = new Response(null);
  for (const [name, value] of Object.entries(members)) Object.defineProperty(response, name, { value });
  return response;
}
