import assert from "node:assert/strict";
import { test } from "node:test";
import {
  discoverIssuer,
  parseUserIdentifier,
  readWebfingerResponse,
  webfingerUrl,
} from "../../../src/metadata/webfinger.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { answerOf, createWire, json } from "./wire.ts";

const relation = "http://openid.net/specs/connect/1.0/issuer";
const jrd = {
  subject: "acct:joe@example.com",
  links: [
    { rel: "http://webfinger.net/rel/avatar", href: "https://example.com/joe.png" },
    { rel: relation, href: "https://server.example.com" },
    { rel: relation, href: "https://second.example.com" },
  ],
};

const identifiers: readonly (readonly [input: string, resource: string, host: string])[] = [
  ["joe@example.com", "acct:joe@example.com", "example.com"],
  ["  joe@example.com ", "acct:joe@example.com", "example.com"],
  ["acct:joe@example.com", "acct:joe@example.com", "example.com"],
  ["ACCT:joe@Example.COM", "acct:joe@Example.COM", "example.com"],
  [
    "acct:juliet%40capulet.example@shopping.example.com",
    "acct:juliet%40capulet.example@shopping.example.com",
    "shopping.example.com",
  ],
  ["https://example.com/joe", "https://example.com/joe", "example.com"],
  ["https://example.com/joe#me", "https://example.com/joe", "example.com"],
  ["example.com", "https://example.com/", "example.com"],
  ["https://example.com", "https://example.com/", "example.com"],
  ["example.com:8080", "https://example.com:8080/", "example.com:8080"],
  ["example.com:8080/joe", "https://example.com:8080/joe", "example.com:8080"],
  ["example.com/joe?x=1", "https://example.com/joe?x=1", "example.com"],
  ["joe@bücher.example", "acct:joe@bücher.example", "xn--bcher-kva.example"],
];
for (const [input, resource, host] of identifiers) {
  test(`parseUserIdentifier: ${input} (OpenID Connect Discovery §2.1)`, () => {
    assert.deepEqual(parseUserIdentifier(input), { resource, host });
  });
}

for (const input of [
  "",
  "   ",
  "#me",
  "=example",
  "@example*joe",
  "!1234",
  "xri://=example",
  "http://example.com/joe",
  "mailto:joe@example.com",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "acct:example.com",
  "acct:joe@good.example/@evil.example",
  "acct:joe@good.example@evil.example",
  "joe@exa\tmple.com",
  "https://exa\tmple.com/joe",
  "acct:joe@",
  "acct:joe@example.com/path",
  "acct:joe@example.com?x=1",
  "acct:joe@example.com:8080",
  "acct:joe@exa\\mple.com",
  "https://user:pass@example.com/",
  "https:///joe",
  "https://exa mple.com",
  "joe@example.com:8080",
  "joe@example.com/path",
]) {
  test(`parseUserIdentifier: refuses ${JSON.stringify(input)}`, () => {
    assert.throws(() => parseUserIdentifier(input), { code: "ERR_CONFIGURATION_OPTION", parameter: "input" });
  });
}

test("parseUserIdentifier: refuses what is no text", () => {
  const input: string = JSON.parse("1");
  assert.throws(() => parseUserIdentifier(input), { code: "ERR_CONFIGURATION_OPTION" });
});

test("webfingerUrl: asks for the issuer, everything escaped (RFC 7033 §4.1)", () => {
  assert.equal(
    webfingerUrl("joe@example.com"),
    "https://example.com/.well-known/webfinger?resource=acct%3Ajoe%40example.com&rel=http%3A%2F%2Fopenid.net%2Fspecs%2Fconnect%2F1.0%2Fissuer",
  );
  assert.equal(
    webfingerUrl("example.com/joe?a=1&rel=x"),
    "https://example.com/.well-known/webfinger?resource=https%3A%2F%2Fexample.com%2Fjoe%3Fa%3D1%26rel%3Dx&rel=http%3A%2F%2Fopenid.net%2Fspecs%2Fconnect%2F1.0%2Fissuer",
  );
});

test("discoverIssuer: gives the first issuer of the host (OpenID Connect Discovery §2)", async () => {
  const wire = createWire(() => json(jrd, { "content-type": "application/jrd+json" }));
  const { issuer, response } = await discoverIssuer(wire, "joe@example.com");
  assert.equal(issuer, "https://server.example.com");
  assert.deepEqual(response, jrd);
  assert.ok(Object.isFrozen(response.links));
  assert.equal(wire.requests[0]?.init.method, "GET");
  assert.equal(new Headers(wire.requests[0]?.init.headers).get("accept"), "application/jrd+json, application/json");
});

test("discoverIssuer: does not follow a redirect", async () => {
  const headers = { location: "https://evil.example/" };
  const wire = createWire(() => new Response(null, { status: 302, headers }));
  await assertRefused(discoverIssuer(wire, "joe@example.com"), "ResponseError", "ERR_RESPONSE_REDIRECT");
});

test("readWebfingerResponse: takes application/json too, and another subject (RFC 7033 §4.4.1)", () => {
  const answer = answerOf({ ...jrd, subject: "acct:joe@other.example" });
  assert.equal(readWebfingerResponse(answer).issuer, "https://server.example.com");
});

const link = (href: unknown, rel: unknown = relation) => answerOf({ links: [{ rel, href }] });
const refusals: readonly [title: string, answer: ReturnType<typeof answerOf>, code: string][] = [
  ["404", answerOf("", {}, 404), "ERR_RESPONSE_STATUS"],
  ["HTML", answerOf("<p>", { "content-type": "text/html" }), "ERR_RESPONSE_CONTENT_TYPE"],
  ["a list", answerOf([jrd]), "ERR_RESPONSE_NOT_JSON"],
  ["no links", answerOf({ subject: "acct:joe@example.com" }), "ERR_VALIDATION_RESPONSE"],
  [
    "links without the issuer",
    answerOf({ links: [{ rel: "self", href: "https://a.example" }] }),
    "ERR_VALIDATION_RESPONSE",
  ],
  ["an issuer without href", answerOf({ links: [{ rel: relation }] }), "ERR_VALIDATION_RESPONSE"],
  ["an issuer over http", link("http://server.example.com"), "ERR_VALIDATION_RESPONSE"],
  ["an issuer on the asking machine", link("http://localhost:8080/x"), "ERR_VALIDATION_RESPONSE"],
  ["an issuer with a query", link("https://server.example.com?x"), "ERR_VALIDATION_RESPONSE"],
  ["an issuer with a fragment", link("https://server.example.com#x"), "ERR_VALIDATION_RESPONSE"],
  ["an issuer that cannot be parsed", link("https://server.example.com:99999"), "ERR_VALIDATION_RESPONSE"],
  ["an href of another type", link(1), "ERR_VALIDATION_RESPONSE"],
  ["a relation of another type", link("https://server.example.com", 1), "ERR_VALIDATION_RESPONSE"],
];
for (const [title, answer, code] of refusals) {
  test(`readWebfingerResponse: refuses ${title}`, () => {
    assert.throws(() => readWebfingerResponse(answer), { code });
  });
}

test("readWebfingerResponse: says that nobody knows the user", () => {
  assert.throws(() => readWebfingerResponse(answerOf("", {}, 404)), /The host knows nothing about this identifier\./);
});
