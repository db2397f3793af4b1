import assert from "node:assert/strict";
import { test } from "node:test";
import { concealSecrets } from "../../../src/http/conceal.ts";
import { contract } from "../../property/message-arbitrary.ts";

const secret = "nRm7fXk2QzLw9pTb";

/** Members of requests that travel in a form, by whether the contract marks them. */
function parameters(isSecret: boolean): readonly string[] {
  const requests = [...contract.values()].filter(
    ({ name, wire }) => wire === "form" || name.endsWith("authorization-request"),
  );
  const members = requests.flatMap((message) => [...message.members.values()]);
  return [...new Set(members.filter(({ sensitive }) => sensitive === isSecret).map(({ name }) => name))];
}

test("every parameter that the contract marks as secret is taken out of an echo", () => {
  const names = parameters(true);
  assert.ok(names.length >= 20, names.join(" "));
  const shown = names.filter(
    (name) => concealSecrets(`x ${secret} y`, { headers: {}, body: `a=b&${name}=${secret}` }) === `x ${secret} y`,
  );
  assert.deepEqual(shown, []);
});

test("what says which client asked for what stays, so that an error can be understood", () => {
  const readable = [
    "client_id",
    "grant_type",
    "redirect_uri",
    "scope",
    "resource",
    "audience",
    "subject_token_type",
    "requested_token_type",
    "token_type_hint",
    "client_assertion_type",
    "binding_message",
    "request_uri",
  ];
  assert.deepEqual(
    readable.filter((name) => !parameters(false).includes(name)),
    [],
  );
  for (const name of readable)
    assert.equal(concealSecrets(`x ${secret} y`, { headers: {}, body: `${name}=${secret}` }), `x ${secret} y`, name);
});

const basic = (text: string): string => `Basic ${btoa(text)}`;
const rows: readonly (readonly [
  title: string,
  text: string,
  authorization: string | undefined,
  body: string | undefined,
  want: RegExp,
])[] = [
  ["a bearer token", `token ${secret}.`, `Bearer ${secret}`, undefined, /^token …\.$/],
  ["a password", `no ${secret}`, basic(`client-1:${secret}`), undefined, /^no …$/],
  ["a password that is encoded in the field", "no a+b%c/defghij", basic("c:a%2Bb%25c%2Fdefghij"), undefined, /^no …$/],
  ["a Basic credential", `no ${btoa(`client-1:${secret}`)}`, basic(`client-1:${secret}`), undefined, /^no …$/],
  ["a code that is encoded in the form", "no 4/0Ab+cdefgh", undefined, "code=4%2F0Ab%2Bcdefgh", /^no …$/],
  ["the greater part of a token", `no ${secret.slice(2, 14)}...`, `Bearer ${secret}`, undefined, /^no …\.\.\.$/],
  ["a token twice, and beside itself", `${secret}${secret} ${secret}`, `Bearer ${secret}`, undefined, /^…+ …$/],
  ["a short secret, as a whole", "no abcdefgh, no abcdefg", undefined, "client_secret=abcdefgh", /^no …, no abcdefg$/],
  [
    "a secret that is a word: words stay",
    "unauthorized_client",
    undefined,
    "client_secret=client",
    /^unauthorized_client$/,
  ],
  [
    "a secret with a word in it: words stay",
    "invalid_client",
    basic("c:client-secret-0"),
    undefined,
    /^invalid_client$/,
  ],
  ["a text without secrets", "The code has expired", undefined, `code=${secret}`, /^The code has expired$/],
  ["a bearer token with a plus", "no abc+def/ghi+jkl=", "Bearer abc+def/ghi+jkl=", undefined, /^no …$/],
  [
    "a password with a colon and an ampersand, sent raw",
    "no a:b&c:d%41e+f=g",
    basic("c:a:b&c:d%41e+f=g"),
    undefined,
    /^no …$/,
  ],
  ["a scheme in lower case", "no abcdefghijklm", `basic ${btoa("c:abcdefghijklm")}`, undefined, /^no …$/],
  ["a credential that is no base64", "no ######### here", "Basic #########", undefined, /^no … here$/],
  ["a request without secrets", "undefined is false", undefined, undefined, /^undefined is false$/],
];

for (const [title, text, authorization, body, want] of rows) {
  test(`concealSecrets: ${title}`, () => {
    const headers = authorization === undefined ? {} : { authorization };
    assert.match(concealSecrets(text, { headers, body }), want);
  });
}
