import assert from "node:assert/strict";
import { test } from "node:test";
import { componentIdentity, describeComponent, parseComponent } from "../../../src/http-signatures/component.ts";
import type { RequestMessage, ResponseMessage } from "../../../src/http-signatures/http-message.ts";
import { createSignatureBase } from "../../../src/http-signatures/signature-base.ts";
import { type InnerList, isInnerList, parseDictionary } from "../../../src/http-signatures/structured-field.ts";

const request: RequestMessage = {
  method: "GET",
  url: "HTTPS://API.example.com:443/a/../accounts?x=1&y=a%20b+c&x=2&e=%C3%A4#part",
  headers: { Accept: " text/html ", accept: "a, b", "x-empty": "", "x-dict": 'a=1, b=("x"   "y");z', "x-bad": "ä" },
};
const response: ResponseMessage = {
  status: 204,
  headers: new Headers([
    ["X-Id", " 7 "],
    ["x-id", "8"],
  ]),
};

function covered(components: string): InnerList {
  const member = parseDictionary(`sig=(${components})`)?.get("sig");
  assert.ok(isInnerList(member));
  return member;
}

function lineOf(
  component: string,
  message: { request?: RequestMessage; response?: ResponseMessage } = { request },
): string {
  const [line = "", ...others] = createSignatureBase(message, covered(component)).split("\n");
  assert.equal(others.length, 1);
  return line;
}

const values: readonly (readonly [component: string, value: string])[] = [
  ['"@method"', "GET"],
  ['"@target-uri"', "https://api.example.com/accounts?x=1&y=a%20b+c&x=2&e=%C3%A4"],
  ['"@authority"', "api.example.com"],
  ['"@scheme"', "https"],
  ['"@path"', "/accounts"],
  ['"@query"', "?x=1&y=a%20b+c&x=2&e=%C3%A4"],
  ['"@request-target"', "/accounts?x=1&y=a%20b+c&x=2&e=%C3%A4"],
  ['"@query-param";name="y"', "a%20b%20c"],
  ['"@query-param";name="e"', "%C3%A4"],
  ['"accept"', "text/html, a, b"],
  ['"x-empty"', ""],
  ['"x-dict";key="a"', "1"],
  ['"x-dict";key="b"', '("x" "y");z'],
];

for (const [component, value] of values)
  test(`covers ${component} as "${value}" (RFC 9421 §2)`, () =>
    assert.equal(lineOf(component), `${component}: ${value}`));

test("covers a query that is not there as a question mark (RFC 9421 §2.2)", () => {
  assert.equal(lineOf('"@query"', { request: { ...request, url: "https://api.example.com" } }), '"@query": ?');
});

test("combines fields of one name (RFC 9421 §2.1)", () => {
  assert.equal(lineOf('"x-id"', { response }), '"x-id": 7, 8');
});

test("takes components with req from the request (RFC 9421 §2.4)", () => {
  assert.equal(lineOf('"@method";req', { request, response }), '"@method";req: GET');
  assert.equal(lineOf('"x-dict";req;key="a"', { request, response }), '"x-dict";req;key="a": 1');
  assert.equal(lineOf('"@status"', { request, response }), '"@status": 204');
});

const refusals: readonly (readonly [title: string, component: string, message?: object])[] = [
  ["a field that is not there", '"x-other"'],
  ["a member that is not there", '"x-dict";key="q"'],
  ["a member of a field that is no dictionary", '"accept";key="a"'],
  ["a query parameter that is not there", '"@query-param";name="q"'],
  ["a query parameter that stands twice", '"@query-param";name="x"'],
  ["a query parameter without a name", '"@query-param"'],
  ["a derived component that is not known", '"@other"'],
  ["the parameters themselves", '"@signature-params"'],
  ["the status of a request", '"@status"'],
  ["the status with req", '"@status";req', { request, response }],
  ["req in a request", '"@method";req'],
  ["the method of a response", '"@method"', { request, response }],
  ["req without the request", '"@method";req', { response }],
  ["a field with req, without the request", '"accept";req', { response }],
  ["a parameter that is not known", '"accept";sf'],
  ["a parameter of another component", '"@method";key="a"'],
  ["a parameter of another type", '"accept";key=1'],
  ["req that is not true", '"accept";req=?0', { request, response }],
  ["a component that is no text", "1"],
  ["a name in upper case", '"Accept"'],
  ["a name that is none", '"a b"'],
  ["a value that is not ASCII", '"x-bad"'],
];

for (const [title, component, message = { request }] of refusals) {
  test(`refuses ${title} (RFC 9421 §2.5)`, () => {
    assert.throws(() => createSignatureBase(message, covered(component)), {
      name: "VerificationError",
      code: "ERR_VERIFICATION_SIGNATURE_COVERAGE",
    });
  });
}

test("refuses a component that stands twice, whatever the order of its parameters (RFC 9421 §2.5)", () => {
  for (const twice of ['"accept" "accept"', '"x-dict";req;key="a" "x-dict";key="a";req'])
    assert.throws(() => createSignatureBase({ request, response }, covered(`"@status" ${twice}`)), {
      code: "ERR_VERIFICATION_SIGNATURE_COVERAGE",
    });
});

test("refuses a request without an absolute URL", () => {
  assert.throws(() => lineOf('"@path"', { request: { ...request, url: "/accounts" } }), {
    name: "ConfigurationError",
    parameter: "url",
  });
});

test("spells components as options do", () => {
  for (const text of ["@method", "@method;req", '@query-param;name="Pet"', 'signature;req;key="sig1"']) {
    const component = parseComponent(text);
    assert.ok(component);
    assert.equal(describeComponent(component), text);
  }
  assert.equal(parseComponent("Content-Digest")?.value, "content-digest");
  for (const text of ["", '"a"', "a b", "a;", "a\n", ";req"]) assert.equal(parseComponent(text), undefined, text);
});

test("tells components apart by name and parameters", () => {
  const [one, two, three] = covered('"a";req;key="x" "a";key="x";req "a";key="req"').items.map(componentIdentity);
  assert.equal(one, two);
  assert.notEqual(one, three);
});
