import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createFapiHttpSignatures,
  type FapiHttpSignatures,
  type FapiHttpSignaturesOptions,
} from "../../../src/http-signatures/fapi-signatures.ts";
import type { RequestMessage } from "../../../src/http-signatures/http-message.ts";
import { signResponse } from "../../../src/http-signatures/sign-message.ts";
import { verifyRequestSignature } from "../../../src/http-signatures/verify-message.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { createFakeClient, logIn } from "../../fixtures/fake-client.ts";
import { createFakeServer, json, startOfTime } from "../../fixtures/fake-server.ts";
import { messageKey } from "../../fixtures/message-keys.ts";

async function signatures(changes: Partial<FapiHttpSignaturesOptions> = {}): Promise<FapiHttpSignatures> {
  const { privateJwk } = await messageKey("ES256");
  return createFapiHttpSignatures({ key: privateJwk, clock: () => startOfTime, ...changes });
}

async function responses(): Promise<NonNullable<FapiHttpSignaturesOptions["responses"]>> {
  const { publicJwk } = await messageKey("Ed25519");
  return { keys: createStaticKeySource({ keys: [publicJwk] }), algorithms: ["Ed25519"] };
}

const url = "https://api.example.com/accounts";

test("covers method, target, authorization, proof and digest, where they are there (FAPI 2.0 HTTP Signatures (draft) §5.3.1.1)", async () => {
  const { signRequest } = await signatures();
  const bare = await signRequest({ method: "GET", url, headers: {} });
  const end = `;created=${startOfTime / 1000};keyid="key-ES256";tag="fapi-2-request"`;
  assert.equal(bare["signature-input"], `sig1=("@method" "@target-uri")${end}`);
  const whole = await signRequest({
    method: "POST",
    url,
    headers: { Authorization: "DPoP abc", DPoP: "eyJ" },
    body: "{}",
  });
  assert.equal(
    whole["signature-input"],
    `sig1=("@method" "@target-uri" "authorization" "dpop" "content-digest")${end}`,
  );
});

test("signs the requests of a client to its endpoints, and no others", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server, { httpSignatures: await signatures() });
  await client.userInfo(await logIn(server, client));
  const signed = server.requests.filter(({ headers }) => headers.has("signature")).map(({ path }) => path);
  assert.deepEqual(signed, ["/token", "/userinfo"]);
  const { publicJwk } = await messageKey("ES256");
  const token = server.requests.find(({ path }) => path === "/token");
  assert.ok(token);
  const { tag } = await verifyRequestSignature(
    { method: "POST", url: "https://id.example.com/token", headers: token.headers, body: token.form.toString() },
    {
      keys: createStaticKeySource({ keys: [publicJwk] }),
      algorithms: ["ES256"],
      components: ["@method", "@target-uri", "authorization"],
      clock: () => startOfTime,
    },
  );
  assert.equal(tag, "fapi-2-request");
});

test("signs requests to the endpoints that are named", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server, { httpSignatures: await signatures({ endpoints: ["userinfo_endpoint"] }) });
  await client.userInfo(await logIn(server, client));
  const signed = server.requests.filter(({ headers }) => headers.has("signature")).map(({ path }) => path);
  assert.deepEqual(signed, ["/userinfo"]);
  await assert.rejects(signatures({ endpoints: [] }), { parameter: "endpoints" });
});

const bound = ["@status", "@method;req", "@target-uri;req", "content-digest"];

interface Answer {
  readonly components?: readonly string[];
  readonly tag?: string;
  readonly status?: number;
  readonly isSigned?: boolean;
  readonly body?: string;
}

/** A client whose userinfo endpoint signs its answers. */
async function askUserinfo(answer: Answer): Promise<unknown> {
  const { components = [...bound, "signature;req", "signature-input;req"], tag = "fapi-2-response" } = answer;
  const { status = 200, isSigned = true } = answer;
  const { privateJwk: key } = await messageKey("Ed25519");
  const server = await createFakeServer();
  const httpSignatures = await signatures({ endpoints: ["userinfo_endpoint"], responses: await responses() });
  const client = createFakeClient(server, {
    httpSignatures,
    async fetch(address, init) {
      if (!address.endsWith("/userinfo")) return server.fetch(address, init);
      const body = '{"sub":"user-1"}';
      const request: RequestMessage = { method: "GET", url: address, headers: new Headers(init.headers) };
      const options = { key, components, tag, clock: () => startOfTime };
      const fields = isSigned ? await signResponse({ status, headers: {}, body }, request, options) : {};
      return json(answer.body ?? body, status, { ...fields });
    },
  });
  return client.userInfo(await logIn(server, client));
}

test("verifies a signed answer that is bound to the request (FAPI 2.0 HTTP Signatures (draft) §5.3.2.2)", async () => {
  assert.deepEqual(await askUserinfo({}), { sub: "user-1" });
  const keyed = [...bound, 'signature;req;key="sig1"', 'signature-input;req;key="sig1"'];
  assert.deepEqual(await askUserinfo({ components: keyed }), { sub: "user-1" });
});

const refusals: readonly (readonly [title: string, answer: Answer, code: string])[] = [
  ["no signature", { isSigned: false }, "ERR_VERIFICATION_SIGNATURE_INPUT"],
  ["another tag", { tag: "fapi-2-request" }, "ERR_VERIFICATION_SIGNATURE_INPUT"],
  ["another body", { body: '{"sub":"user-1","admin":true}' }, "ERR_VERIFICATION_CONTENT_DIGEST"],
  ["no status", { components: bound.slice(1) }, "ERR_VERIFICATION_SIGNATURE_COVERAGE"],
  ["no digest", { components: bound.slice(0, 3) }, "ERR_VERIFICATION_SIGNATURE_COVERAGE"],
  [
    "no binding to the target",
    { components: ["@status", "content-digest", "@method;req"] },
    "ERR_VERIFICATION_SIGNATURE_COVERAGE",
  ],
  ["no binding to the signature", { components: bound }, "ERR_VERIFICATION_SIGNATURE_COVERAGE"],
  ["no binding to its parameters", { components: [...bound, "signature;req"] }, "ERR_VERIFICATION_SIGNATURE_COVERAGE"],
];

for (const [title, answer, code] of refusals) {
  test(`refuses an answer with ${title} (FAPI 2.0 HTTP Signatures (draft) §5.3.2.2)`, async () => {
    await assert.rejects(askUserinfo(answer), { name: "VerificationError", code });
  });
}

test("hands on refusals that are not signed, and verifies those that are", async () => {
  await assert.rejects(askUserinfo({ status: 503, isSigned: false }), { name: "ResponseError" });
  await assert.rejects(askUserinfo({ status: 503, body: "{}" }), { code: "ERR_VERIFICATION_CONTENT_DIGEST" });
});

test("verifies answers to calls of one's own, also to requests without signature", async () => {
  const { privateJwk: key } = await messageKey("Ed25519");
  const { verifyResponse } = await signatures({ responses: await responses() });
  const request: RequestMessage = { method: "GET", url, headers: {} };
  const response = { status: 200, headers: {}, body: "{}" };
  const fields = await signResponse(response, request, {
    key,
    components: bound,
    tag: "fapi-2-response",
    clock: () => startOfTime,
  });
  assert.equal((await verifyResponse({ ...response, headers: { ...fields } }, request)).tag, "fapi-2-response");
  const posted = { ...request, method: "POST", body: "{}" };
  const again = await signResponse(response, posted, {
    key,
    components: bound,
    tag: "fapi-2-response",
    clock: () => startOfTime,
  });
  await assert.rejects(verifyResponse({ ...response, headers: { ...again } }, posted), {
    code: "ERR_VERIFICATION_SIGNATURE_COVERAGE",
  });
  const silent = await signatures();
  await assert.rejects(silent.verifyResponse(response, request), { parameter: "responses" });
});

test("leaves answers alone where no keys are given", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server, { httpSignatures: await signatures() });
  assert.equal((await client.userInfo(await logIn(server, client))).sub, "user-1");
});

test("signs calls of a client to APIs, with bodies whose octets are known (FAPI 2.0 HTTP Signatures (draft) §5.3.1.1)", async () => {
  const server = await createFakeServer();
  const sent: RequestInit[] = [];
  const client = createFakeClient(server, {
    httpSignatures: await signatures(),
    fetch: (address, init) => {
      if (!address.startsWith(url)) return server.fetch(address, init);
      sent.push(init);
      return Promise.resolve(new Response("done"));
    },
  });
  const tokens = await logIn(server, client);
  const bodies = [undefined, null, "a=1", new URLSearchParams({ a: "1" }), new TextEncoder().encode("a=1")];
  for (const body of bodies) await client.fetchResource(tokens, { url, method: body ? "POST" : "GET", body });
  const digests = sent.map(({ headers }) => new Headers(headers).get("content-digest"));
  const [none, alsoNone, ...others] = digests;
  assert.deepEqual([none, alsoNone, new Set(others).size], [null, null, 1]);
  for (const { headers } of sent) assert.match(new Headers(headers).get("signature-input") ?? "", /"authorization"/);
  await assert.rejects(client.fetchResource(tokens, { url, method: "POST", body: new Blob(["a"]) }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "body",
  });
});
