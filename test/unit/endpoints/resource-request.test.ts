import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoP } from "../../../src/dpop/create-dpop.ts";
import type { PresentableToken } from "../../../src/endpoints/access-token.ts";
import {
  buildResourceRequest,
  fetchProtectedResource,
  type ResourceReach,
  type ResourceRequest,
} from "../../../src/endpoints/resource-request.ts";
import { readProof } from "../../fixtures/proofs.ts";

const url = "https://api.example.com/orders?page=2";
const bearer = { response: { access_token: "access-1", token_type: "Bearer" } };
const bound = { response: { access_token: "access-1", token_type: "DPoP" } };
const ath = "9MKET0Y7WpOlF96BtnoJyLnXlpe9Pn5RReIOHKIBPAY";
const demand = { "www-authenticate": 'DPoP error="use_dpop_nonce"', "dpop-nonce": "n-1" };

/** A resource that answers one request after the other, and keeps what it got. */
function resource(...answers: readonly (() => Response)[]) {
  const requests: { readonly url: string; readonly headers: Headers; readonly init: RequestInit }[] = [];
  return {
    requests,
    async fetch(to: string, init: RequestInit): Promise<Response> {
      requests.push({ url: to, headers: new Headers(init.headers), init });
      return (answers[requests.length - 1] ?? assert.fail("one request too many"))();
    },
  };
}

const fine = (): Response => new Response("orders");
const nonceWanted = (): Response => new Response("no", { status: 401, headers: demand });

test("resource request: a bearer token travels as such, also where there is a key (RFC 6750 §2.1)", async () => {
  for (const dpop of [undefined, await createDPoP()]) {
    const { fetch, requests } = resource(fine);
    const response = await fetchProtectedResource({ fetch, dpop }, bearer, { url, headers: { Accept: "text/plain" } });
    assert.equal(await response.text(), "orders");
    assert.deepEqual(
      [...(requests[0]?.headers ?? [])],
      [
        ["accept", "text/plain"],
        ["authorization", "Bearer access-1"],
      ],
    );
    assert.equal(requests[0]?.url, url);
  }
});

test("resource request: a bound token comes with a proof for it (RFC 9449 §7.1)", async () => {
  const dpop = await createDPoP();
  const { fetch, requests } = resource(fine);
  const clock = (): number => 1_000_000;
  await fetchProtectedResource(
    { fetch, dpop, clock },
    { ...bound, jkt: dpop.jkt },
    { url, method: "patch", body: "x" },
  );
  const [sent] = requests;
  assert.equal(sent?.headers.get("authorization"), "DPoP access-1");
  assert.equal(sent.init.method, "PATCH");
  const { claims } = await readProof(sent.headers.get("dpop"));
  assert.deepEqual(
    [claims.htm, claims.htu, claims.iat, claims.ath],
    ["PATCH", "https://api.example.com/orders", 1000, ath],
  );
});

for (const [title, make] of [
  ["text", () => "body"],
  ["octets", () => new Uint8Array([1])],
  ["a form", () => new URLSearchParams({ a: "b" })],
  ["form data", () => new FormData()],
  ["a blob", () => new Blob(["b"])],
  ["nothing", () => undefined],
] as const) {
  test(`resource request: a demand for a nonce is met where the body is ${title} (RFC 9449 §9)`, async () => {
    const dpop = await createDPoP();
    const body = make();
    const { fetch, requests } = resource(nonceWanted, fine);
    const request: ResourceRequest = { url, method: "POST", body };
    assert.equal((await fetchProtectedResource({ fetch, dpop }, bound, request)).status, 200);
    const proofs = await Promise.all(requests.map(({ headers }) => readProof(headers.get("dpop"))));
    assert.deepEqual(
      proofs.map(({ claims }) => claims.nonce),
      [undefined, "n-1"],
    );
    assert.deepEqual(
      requests.map(({ init }) => init.body),
      [body, body],
    );
  });
}

test("resource request: a stream is sent once, and the next request has the nonce", async () => {
  const dpop = await createDPoP();
  const { fetch, requests } = resource(nonceWanted, nonceWanted, fine);
  const reach = { fetch, dpop };
  const streamed = await fetchProtectedResource(reach, bound, { url, method: "POST", body: new Blob(["b"]).stream() });
  assert.deepEqual([streamed.status, await streamed.text(), requests.length], [401, "no", 1]);
  async function* pieces() {
    yield new Uint8Array([1]);
  }
  const body: BodyInit = Object(pieces());
  assert.equal((await fetchProtectedResource(reach, bound, { url, method: "POST", body })).status, 401);
  assert.equal((await fetchProtectedResource(reach, bound, { url })).status, 200);
  assert.equal((await readProof(requests[2]?.headers.get("dpop"))).claims.nonce, "n-1");
});

test("resource request: the answer that was not good enough is let go of", async () => {
  const dpop = await createDPoP();
  let cancelled = false;
  const body = new ReadableStream({
    cancel() {
      cancelled = true;
    },
  });
  const { fetch } = resource(() => new Response(body, { status: 401, headers: demand }), fine);
  await fetchProtectedResource({ fetch, dpop }, bound, { url });
  assert.ok(cancelled);
});

test("resource request: a second demand comes back as the resource's answer", async () => {
  const dpop = await createDPoP();
  const again = (): Response => new Response("no", { status: 401, headers: { ...demand, "dpop-nonce": "n-2" } });
  const { fetch, requests } = resource(nonceWanted, again);
  const response = await fetchProtectedResource({ fetch, dpop }, bound, { url });
  assert.deepEqual([response.status, await response.text(), requests.length], [401, "no", 2]);
});

for (const status of [400, 403, 500]) {
  test(`resource request: a demand with status ${status} is none`, async () => {
    const dpop = await createDPoP();
    const { fetch } = resource(() => new Response(null, { status, headers: demand }));
    assert.equal((await fetchProtectedResource({ fetch, dpop }, bound, { url })).status, status);
  });
}

const notSent = { fetch: () => assert.fail("it was sent") };

for (const headers of [
  { authorization: "Bearer other" },
  { AUTHORIZATION: "" },
  { DPoP: "x" },
  new Headers({ dpop: "x" }),
]) {
  test(`resource request: credentials among the header fields are refused: ${JSON.stringify(headers)}`, async () => {
    await assert.rejects(fetchProtectedResource(notSent, bearer, { url, headers }), {
      code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
    });
  });
}

test("resource request: header fields that cannot be sent are refused without their value", async () => {
  await assert.rejects(fetchProtectedResource(notSent, bearer, { url, headers: { a: "se\ncret" } }), (error) => {
    assert.ok(error instanceof Error && "code" in error);
    assert.equal(error.code, "ERR_CONFIGURATION_OPTION");
    assert.doesNotMatch(error.message, /cret/);
    return true;
  });
});

test("resource request: a bound token is never sent without its key, or with another (RFC 9449 §7.2)", async () => {
  const dpop = await createDPoP();
  const other = await createDPoP();
  const request = { url };
  const refused: readonly (readonly [ResourceReach, PresentableToken])[] = [
    [notSent, bound],
    [notSent, { ...bearer, jkt: dpop.jkt }],
    [
      { ...notSent, dpop: other },
      { ...bound, jkt: dpop.jkt },
    ],
    [
      { ...notSent, dpop: other },
      { ...bearer, jkt: dpop.jkt },
    ],
  ];
  for (const [reach, token] of refused) {
    await assert.rejects(fetchProtectedResource(reach, token, request), {
      code: "ERR_CONFIGURATION_KEY",
      parameter: "dpop",
    });
    await assert.rejects(buildResourceRequest(reach, token, request), { code: "ERR_CONFIGURATION_KEY" });
  }
});

for (const [title, response] of [
  ["of another type", { access_token: "a", token_type: "mac" }],
  ["that is none (RFC 8693 §2.2.1)", { access_token: "a", token_type: "N_A" }],
  ["without a type", { access_token: "a" }],
  ["that is no text", { access_token: 7, token_type: "Bearer" }],
  ["that is not there", undefined],
] as const) {
  test(`resource request: a token ${title} is refused`, async () => {
    const token: typeof bearer = Object({ response });
    await assert.rejects(fetchProtectedResource(notSent, token, { url }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "token",
    });
  });
}

test("resource request: URL and token must be fit to be sent", async () => {
  await assert.rejects(fetchProtectedResource(notSent, bearer, { url: "http://api.example.com/" }), {
    code: "ERR_CONFIGURATION_INSECURE_URL",
  });
  const broken = { response: { access_token: "a b", token_type: "Bearer" } };
  await assert.rejects(fetchProtectedResource(notSent, broken, { url }), { code: "ERR_CONFIGURATION_OPTION" });
});

test("buildResourceRequest: gives everything but the sending, with a proof for one request (RFC 9449 §7.1)", async () => {
  const dpop = await createDPoP();
  const built = await buildResourceRequest({ dpop }, bound, {
    url: new URL(url),
    method: "post",
    headers: { "X-A": "1" },
  });
  assert.deepEqual(Object.keys(built.headers), ["x-a", "authorization", "dpop"]);
  assert.deepEqual([built.url, built.method, built.headers.authorization], [url, "POST", "DPoP access-1"]);
  assert.equal((await readProof(built.headers.dpop)).claims.ath, ath);
  assert.ok(Object.isFrozen(built));
  const plain = await buildResourceRequest({}, bearer, { url, method: "MKCOL" });
  assert.deepEqual([plain.method, plain.headers], ["MKCOL", { authorization: "Bearer access-1" }]);
});

test("buildResourceRequest: gives no token for a URL that it may not go to, and for no method (RFC 6750 §5.3)", async () => {
  for (const bad of ["http://evil.example/x", "https://u:p@evil.example/x", "not a url"])
    await assert.rejects(buildResourceRequest({}, bearer, { url: bad }), { code: "ERR_CONFIGURATION_INSECURE_URL" });
  for (const method of ["GET /x HTTP/1.1\r\nHost: z", "", "A B"])
    await assert.rejects(buildResourceRequest({}, bearer, { url, method }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "method",
    });
});

test("buildResourceRequest: a type of token that is no text is refused", async () => {
  const token: unknown = { response: { access_token: "token", token_type: ["bearer"] } };
  await assert.rejects(async () => Reflect.apply(buildResourceRequest, undefined, [{}, token, { url }]), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "token",
  });
});
