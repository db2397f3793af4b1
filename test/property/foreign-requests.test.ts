import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readCallback } from "../../src/client/callback.ts";
import { readCheckedResponse } from "../../src/endpoints/authorization-response.ts";
import { readBackchannelLogout } from "../../src/endpoints/backchannel-logout.ts";
import { readBackchannelPing, readBackchannelPush } from "../../src/endpoints/backchannel-notification.ts";
import { readEndSessionResponse } from "../../src/endpoints/end-session.ts";
import { readFrontChannelResponse } from "../../src/endpoints/front-channel-response.ts";
import { readFrontchannelLogout } from "../../src/endpoints/frontchannel-logout.ts";
import { readCheckedJwtResponse, readJwtAuthorizationResponse } from "../../src/endpoints/jarm.ts";
import { readReceivedForm } from "../../src/endpoints/received-form.ts";
import { readReceivedQuery } from "../../src/endpoints/received-query.ts";
import { readThirdPartyLogin } from "../../src/endpoints/third-party-login.ts";
import { ConfigurationError } from "../../src/errors/families.ts";
import { readRequestBody } from "../../src/http/request-body.ts";
import { createReplayStore } from "../../src/util/replay-store.ts";
import { authentication } from "../unit/endpoints/backchannel.ts";
import { jwtContext } from "../unit/endpoints/jwt-answers.ts";
import { assertFast, foreignText, foreignValue, readForeign } from "./foreign.ts";
import { validMessage } from "./message-arbitrary.ts";

const context = jwtContext();
const issuer = "https://id.example.com";
const transaction = {
  issuer,
  clientId: "client-1",
  redirectUri: "https://app.example.com/callback",
  scope: "openid",
  state: "state-1",
  nonce: "nonce-1",
  codeVerifier: "v".repeat(43),
  createdAt: 1_000_000,
};
const jarm = { ...transaction, responseMode: "jwt" };
const hybrid = { ...transaction, responseType: "code id_token" };
const fragment = { ...transaction, responseMode: "fragment" };
const ended = {
  issuer,
  clientId: "client-1",
  postLogoutRedirectUri: "https://app.example.com/",
  state: "state-1",
  createdAt: 1_000_000,
};
const limits = { timeoutMs: 1000, signal: undefined };
const formLimits = { ...limits, messageName: "BackchannelLogoutRequest", endpoint: "backchannel_logout_uri" };
const bodyLimits = { ...limits, endpoint: "redirect_uri", maxBytes: 65_536, refuse: wrongBody };
const replayStore = createReplayStore();
const login = { issuers: [issuer], targetLinkUris: ["https://app.example.com/page"] };

/** Readers of what a browser brings: the message that they wait for, and how they take its parameters. */
const readers: readonly (readonly [name: string, message: string, read: (query: string) => unknown])[] = [
  [
    "readCheckedResponse",
    "authorization-response",
    (query) => readCheckedResponse(context, parameters(query), transaction),
  ],
  [
    "readFrontChannelResponse",
    "authorization-response",
    (query) => readFrontChannelResponse(context, parameters(query), hybrid),
  ],
  [
    "readJwtAuthorizationResponse",
    "authorization-response-jarm",
    (query) => readJwtAuthorizationResponse(context, parameters(query), jarm),
  ],
  [
    "readCheckedJwtResponse",
    "authorization-response-jarm",
    (query) => readCheckedJwtResponse(context, parameters(query), jarm, {}),
  ],
  [
    "readEndSessionResponse",
    "end-session-response",
    (query) => readEndSessionResponse(context, parameters(query), ended),
  ],
  [
    "readFrontchannelLogout",
    "frontchannel-logout-request",
    (query) => readFrontchannelLogout(context, `/logout?${query}`),
  ],
  [
    "readFrontchannelLogout of any text",
    "frontchannel-logout-request",
    (query) => readFrontchannelLogout(context, query),
  ],
  ["readThirdPartyLogin", "third-party-login-request", (query) => readThirdPartyLogin(`/login?${query}`, login)],
  ["readThirdPartyLogin of any text", "third-party-login-request", (query) => readThirdPartyLogin(query, login)],
  ["readThirdPartyLogin of a form", "third-party-login-request", (query) => readThirdPartyLogin(form(query), login)],
  [
    "readCallback of a URL",
    "authorization-response",
    (query) => readCallback(`https://app.example.com/callback?${query}`, transaction, limits),
  ],
  [
    "readCallback of a fragment",
    "authorization-response",
    (query) => readCallback(`/callback#${query}`, fragment, limits),
  ],
  ["readCallback of any text", "authorization-response", (query) => readCallback(query, transaction, limits)],
  ["readCallback of a form", "authorization-response", (query) => readCallback(form(query), transaction, limits)],
  ["readReceivedForm", "backchannel-logout-request", (query) => readReceivedForm(form(query), formLimits)],
  [
    "readReceivedForm of Node's parts",
    "backchannel-logout-request",
    (query) => readReceivedForm({ headers: formHeaders(), body: query }, formLimits),
  ],
  [
    "readReceivedQuery",
    "frontchannel-logout-request",
    (query) => readReceivedQuery(query, { parameter: "request", base: issuer }),
  ],
  [
    "readBackchannelLogout",
    "backchannel-logout-request",
    (query) => readBackchannelLogout(context, { headers: formHeaders(), body: query }, { replayStore }),
  ],
  ["readRequestBody", "backchannel-logout-request", (query) => readRequestBody(form(query), bodyLimits)],
  [
    "readBackchannelPing",
    "backchannel-authentication-ping",
    (query) => readBackchannelPing(context, notification(query), { authentication }),
  ],
  [
    "readBackchannelPush",
    "backchannel-authentication-push",
    (query) => readBackchannelPush(context, notification(query), { authentication }),
  ],
];

for (const [name, message, read] of readers) {
  test(`${name}: any request is read, or refused by an error of ours`, async () => {
    await fc.assert(
      fc.asyncProperty(queries(message), async (query) => void (await readForeign(() => read(query)))),
      {
        numRuns: 200,
      },
    );
  });

  test(`${name}: a long request takes time in proportion to its length`, () => assertFast(name, read));
}

test("whatever stands in place of a request is refused by an error of ours", async () => {
  const kinds: readonly ((given: never) => unknown)[] = [
    (given) => readCallback(given, transaction, limits),
    (given) => readReceivedForm(given, formLimits),
    (given) => readReceivedQuery(given, { parameter: "request", base: issuer }),
    (given) => readFrontchannelLogout(context, given),
    (given) => readThirdPartyLogin(given, login),
    (given) => readBackchannelLogout(context, given, { replayStore }),
    (given) => readBackchannelPing(context, given, { authentication }),
    (given) => readBackchannelPush(context, given, { authentication }),
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...kinds), fc.oneof(foreignValue, strange), async (read, given) => {
      await readForeign(() => Reflect.apply(read, undefined, [given]));
    }),
    { numRuns: 500 },
  );
});

/** Values that types rule out and callers without types give. */
const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    Symbol("s"),
    1n,
    () => "",
    new Date(0),
    new Map(),
    new URL("data:,x"),
    new URL("about:blank"),
  ),
  fc.record({
    headers: fc.constantFrom<unknown>(null, 1, {}, [], formHeaders()),
    body: fc.constantFrom<unknown>(null, 1, {}, new Uint8Array(3), "a=b"),
  }),
  fc.record({ method: fc.string(), url: fc.string(), headers: fc.constant(new Headers()) }),
);

/** Parameters as they come: those of a valid message, twice, changed, cut off; and any text. */
function queries(message: string): fc.Arbitrary<string> {
  const valid = validMessage(message).map((value) =>
    Object.entries({ ...value, state: "state-1", iss: issuer }).map(([name, member]): [string, string] => [
      name,
      typeof member === "string" ? member : JSON.stringify(member),
    ]),
  );
  const written = valid.map((entries) => new URLSearchParams(entries).toString());
  return fc.oneof(
    written,
    fc.tuple(written, foreignText).map(([query, text]) => `${query}&${text}`),
    fc.tuple(written, fc.nat(60)).map(([query, end]) => query.slice(0, end)),
    validMessage(message).map((value) => JSON.stringify({ ...value, auth_req_id: "auth-1" })),
    foreignValue.map((value) => JSON.stringify({ auth_req_id: "auth-1", error: value })),
    foreignText,
  );
}

function parameters(query: string): URLSearchParams {
  return new URLSearchParams(query);
}

function form(body: string): Request {
  return new Request("https://app.example.com/callback", { method: "POST", headers: formHeaders(), body });
}

function formHeaders(): Readonly<Record<string, string>> {
  return { "content-type": "application/x-www-form-urlencoded" };
}

function notification(body: string): Request {
  const headers = { authorization: "Bearer notify-token-1", "content-type": "application/json" };
  return new Request("https://app.example.com/notify", { method: "POST", headers, body });
}

function wrongBody(problem: string): Error {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `The form ${problem}.`, parameter: "request" });
}

test("the readers above take what is right", async () => {
  assert.equal((await readCallback("/callback?code=c&state=s", transaction, limits)).get("code"), "c");
  assert.equal(
    await readForeign(() => readBackchannelPing(context, notification('{"auth_req_id":"auth-1"}'), { authentication })),
    "accepted",
  );
});
