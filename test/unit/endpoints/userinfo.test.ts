import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoP } from "../../../src/dpop/create-dpop.ts";
import {
  fetchUserinfo,
  fetchUserinfoByPost,
  readUserinfoResponse,
  skipSubjectCheck,
} from "../../../src/endpoints/userinfo.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { answerOf, contextOf } from "../exchange/answers.ts";

const claims = { sub: "user-1", email: "a@example.com", "https://x/role": "admin" };

test("readUserinfoResponse: gives the claims of the expected user, frozen", async () => {
  const response = await readUserinfoResponse(contextOf(), answerOf(claims), { expectedSubject: "user-1" });
  assert.deepEqual(response, claims);
  assert.ok(Object.isFrozen(response));
});

for (const sub of ["user-2", "USER-1", "user-1 ", "user-10"]) {
  test(`readUserinfoResponse: refuses the claims of ${JSON.stringify(sub)} (OpenID Connect Core §5.3.2)`, async () => {
    await assert.rejects(readUserinfoResponse(contextOf(), answerOf({ sub }), { expectedSubject: "user-1" }), {
      code: "ERR_VERIFICATION_SUBJECT",
      parameter: "sub",
      message: /^The sub of the userinfo response is not the sub of the ID token .* Do not use the claims/,
    });
  });
}

test("readUserinfoResponse: compares nothing where the caller says so by name, and demands a sub all the same", async () => {
  const options = { expectedSubject: skipSubjectCheck } as const;
  assert.equal((await readUserinfoResponse(contextOf(), answerOf({ sub: "any" }), options)).sub, "any");
  await assert.rejects(readUserinfoResponse(contextOf(), answerOf({ email: "a@example.com" }), options), {
    code: "ERR_VALIDATION_RESPONSE",
  });
});

test("readUserinfoResponse: an expected subject that is missing matches nobody", async () => {
  const options: { readonly expectedSubject: string } = JSON.parse("{}");
  await assert.rejects(readUserinfoResponse(contextOf(), answerOf(claims), options), {
    code: "ERR_VERIFICATION_SUBJECT",
  });
});

test("fetchUserinfo: presents the access token in the header (RFC 6750 §2.1)", async () => {
  const sent: (readonly [string, RequestInit])[] = [];
  const http = createHttp({
    async fetch(url, init) {
      sent.push([url, init]);
      return Response.json(claims);
    },
  });
  const response = await fetchUserinfo(contextOf({ http }), { accessToken: "a.b", expectedSubject: "user-1" });
  assert.deepEqual(response, claims);
  const [url, init] = sent[0] ?? [];
  assert.equal(url, "https://id.example.com/userinfo");
  assert.equal(init?.method, "GET");
  assert.equal(init?.body, undefined);
  assert.equal(new Headers(init?.headers).get("authorization"), "Bearer a.b");
});

test("fetchUserinfo: needs a userinfo endpoint and a token that can travel", async () => {
  const metadata = { issuer: "https://a", response_types_supported: ["code"] };
  await assert.rejects(fetchUserinfo(contextOf({ metadata }), { accessToken: "a", expectedSubject: "u" }), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
  });
  await assert.rejects(fetchUserinfo(contextOf(), { accessToken: "a b", expectedSubject: "u" }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "access_token",
  });
});

test("fetchUserinfoByPost: sends the access token in the form body and nowhere else (RFC 6750 §2.2)", async () => {
  const sent: { readonly url: string; readonly init: RequestInit }[] = [];
  const http = createHttp({
    fetch: async (url, init) => {
      sent.push({ url, init });
      return new Response(JSON.stringify(claims), { headers: { "content-type": "application/json" } });
    },
  });
  const context = { ...contextOf(), http };
  const metadata = { ...context.metadata, userinfo_endpoint: "https://id.example.com/userinfo" };
  const options = { accessToken: "a+b/c==", expectedSubject: "user-1" };
  assert.deepEqual(await fetchUserinfoByPost({ ...context, metadata }, options), claims);
  const [request] = sent;
  assert.equal(request?.url, "https://id.example.com/userinfo");
  assert.equal(request.init.method, "POST");
  assert.equal(request.init.body, "access_token=a%2Bb%2Fc%3D%3D");
  assert.equal(new Headers(request.init.headers).get("authorization"), null);
  await assert.rejects(fetchUserinfoByPost({ ...context, metadata }, { ...options, expectedSubject: "user-2" }), {
    code: "ERR_VERIFICATION_SUBJECT",
  });
});

test("fetchUserinfoByPost: sends nothing for an access token that cannot travel (RFC 6750 §2.2)", async () => {
  const http = createHttp({ fetch: () => assert.fail("nothing may be sent") });
  const context = { ...contextOf(), http };
  const metadata = { ...context.metadata, userinfo_endpoint: "https://id.example.com/userinfo" };
  await assert.rejects(fetchUserinfoByPost({ ...context, metadata }, { accessToken: "", expectedSubject: "user-1" }), {
    code: "ERR_VALIDATION_REQUEST",
  });
});

test("fetchUserinfo: a bound token needs its key, a bearer token none (RFC 9449 §7.1)", async () => {
  const dpop = await createDPoP();
  const sent: Headers[] = [];
  const http = createHttp({
    async fetch(_url, init) {
      sent.push(new Headers(init.headers));
      return Response.json(claims);
    },
  });
  const options = { accessToken: "a", expectedSubject: "user-1" };
  await assert.rejects(fetchUserinfo(contextOf({ http }), { ...options, tokenType: "DPoP" }), {
    code: "ERR_CONFIGURATION_KEY",
    parameter: "dpop",
  });
  assert.equal(sent.length, 0);
  await fetchUserinfo(contextOf({ http, dpop }), options);
  await fetchUserinfo(contextOf({ http, dpop }), { ...options, tokenType: "bearer" });
  assert.deepEqual(
    sent.map((headers) => [headers.get("authorization"), headers.has("dpop")]),
    [
      ["DPoP a", true],
      ["Bearer a", false],
    ],
  );
});

test("fetchUserinfoByPost: a bound token cannot travel in a body (RFC 9449 §7.1)", async () => {
  const http = createHttp({ fetch: () => assert.fail("nothing may be sent") });
  const context = contextOf({ http, dpop: await createDPoP() });
  await assert.rejects(fetchUserinfoByPost(context, { accessToken: "a", expectedSubject: "user-1" }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "accessToken",
  });
});
