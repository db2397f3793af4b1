import assert from "node:assert/strict";
import { test } from "node:test";
import { createHttp, type GetOperation, type PostOperation } from "../../../src/http/openapi-client.ts";

const url = "https://id.example.com/oauth/token?tenant=1";
const operation = { path: "/token", url, endpointName: "token_endpoint", accept: "application/json" } as const;
const keys = {
  path: "/jwks",
  url: "https://id.example.com/keys",
  endpointName: "jwks_uri",
  accept: "application/json",
} as const;

/** A fetch that keeps what it is given and answers with `ok`. */
function recordingFetch(): { readonly fetch: typeof fake; readonly calls: (readonly [string, RequestInit])[] } {
  const calls: (readonly [string, RequestInit])[] = [];
  const fake = async (...call: readonly [string, RequestInit]): Promise<Response> => {
    calls.push(call);
    return new Response("ok", { headers: { "x-answer": "1" } });
  };
  return { fetch: fake, calls };
}

async function sent(given: PostOperation | GetOperation): Promise<RequestInit> {
  const { fetch, calls } = recordingFetch();
  const http = createHttp({ fetch });
  await ("body" in given || given.path === "/token"
    ? http.post(given as PostOperation)
    : http.get(given as GetOperation));
  const [[, init] = []] = calls;
  assert.ok(init !== undefined && calls.length === 1);
  return init;
}

test("posts a message as a form to the discovered URL, without following redirects", async () => {
  const { fetch, calls } = recordingFetch();
  const http = createHttp({ fetch, headers: { "X-Tenant": "a" } });
  const body = { grant_type: "client_credentials", scope: "read write" } as const;
  const answer = await http.post({ ...operation, body, headers: { authorization: "Basic eDp5" } });
  const [[calledUrl, init] = []] = calls;
  assert.equal(calledUrl, url);
  assert.deepEqual(
    { ...init, signal: init?.signal?.aborted },
    {
      method: "POST",
      headers: {
        "x-tenant": "a",
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
        authorization: "Basic eDp5",
      },
      redirect: "manual",
      signal: false,
      body: "grant_type=client_credentials&scope=read+write",
    },
  );
  assert.deepEqual(
    { status: answer.status, text: answer.text, endpoint: answer.endpoint },
    { status: 200, text: "ok", endpoint: "token_endpoint https://id.example.com/oauth/token" },
  );
  assert.equal(answer.headers.get("x-answer"), "1");
  assert.ok(Object.isFrozen(answer));
});

test("gets without a body and without a content type", async () => {
  const { method, headers, body } = await sent(keys);
  assert.deepEqual(
    { method, headers, body },
    { method: "GET", headers: { accept: "application/json" }, body: undefined },
  );
});

test("posts without a body when there is no message", async () => {
  const { method, headers, body } = await sent(operation);
  assert.deepEqual(
    { method, headers, body },
    { method: "POST", headers: { accept: "application/json" }, body: undefined },
  );
});

test("writes a message as its caller says, in the media type its caller says", async () => {
  const init = await sent({
    ...operation,
    body: { grant_type: "client_credentials" },
    contentType: "application/json",
    encode: JSON.stringify,
  });
  assert.deepEqual(new Headers(init.headers).get("content-type"), "application/json");
  assert.equal(init.body, '{"grant_type":"client_credentials"}');
});

test("the path decides which message fits", () => {
  // @ts-expect-error: every grant has a grant_type
  const wrong = (): PostOperation => ({ ...operation, body: { no_such_member: "x" } });
  // @ts-expect-error: the contract has no such path
  const unknown = (): GetOperation => ({ ...keys, path: "/no-such-path" });
  assert.ok(wrong().body !== undefined && unknown().path !== undefined);
});

test("takes a JSON message and no message at all beside forms, each with its path", async () => {
  const register = await sent({
    ...operation,
    path: "/register",
    body: { redirect_uris: ["https://app.example.com/callback"] },
    contentType: "application/json",
    encode: JSON.stringify,
  });
  assert.equal(register.body, '{"redirect_uris":["https://app.example.com/callback"]}');
  const challenge = (): PostOperation => ({ ...operation, path: "/challenge" });
  // @ts-expect-error: this request has no message
  const wrong = (): PostOperation => ({ ...operation, path: "/challenge", body: { attestation_challenge: "x" } });
  // @ts-expect-error: only the browser goes there
  const browser = (): GetOperation => ({ ...keys, path: "/end_session" });
  assert.ok(challenge().body === undefined && wrong().body !== undefined && browser().path !== undefined);
});

test("gives every status and any text as an answer", async () => {
  for (const status of [200, 201, 304, 400, 401, 404, 500, 503]) {
    const text = status === 304 ? null : "<html>no JSON";
    const http = createHttp({ fetch: async () => new Response(text, { status }) });
    const answer = await http.get(keys);
    assert.deepEqual([answer.status, answer.text], [status, text ?? ""]);
  }
});

test("gives an empty answer as empty text", async () => {
  for (const response of [
    new Response(null, { status: 204 }),
    new Response("", { headers: { "content-length": "0" } }),
  ]) {
    const http = createHttp({ fetch: async () => response });
    assert.equal((await http.get(keys)).text, "");
  }
});

test("refuses a header field that cannot be sent, without showing its value", async () => {
  const http = createHttp({ fetch: recordingFetch().fetch });
  await assert.rejects(http.get({ ...keys, headers: { authorization: "Bearer secret\n" } }), (error: unknown) => {
    assert.ok(error instanceof Error && "code" in error);
    assert.equal(error.code, "ERR_CONFIGURATION_OPTION");
    return error.message.includes("authorization") && !error.message.includes("secret");
  });
});

test("uses the global fetch that is there when the call is made", async () => {
  const http = createHttp();
  const { fetch: original } = globalThis;
  const { fetch, calls } = recordingFetch();
  try {
    globalThis.fetch = (input, init) => fetch(String(input), init ?? {});
    await http.get(keys);
  } finally {
    globalThis.fetch = original;
  }
  assert.equal(calls.length, 1);
});

test("calls of one client do not mix", async () => {
  const http = createHttp({ fetch: async (called) => new Response(called) });
  const urls = Array.from({ length: 20 }, (_, index) => `https://id.example.com/keys/${index}`);
  const answers = await Promise.all(urls.map((each) => http.get({ ...keys, url: each })));
  assert.deepEqual(
    answers.map(({ text }) => text),
    urls,
  );
});

test("puts a message as JSON, deletes without a body, and keeps to a smaller cap of the operation", async () => {
  const { fetch, calls } = recordingFetch();
  const http = createHttp({ fetch, maxResponseBytes: 2 });
  const path = "/register/{client_id}";
  const address = { path, url, endpointName: "registration_client_uri", accept: "application/json" } as const;
  await http.put({ ...address, body: { client_id: "a", redirect_uris: ["https://a.example"] } });
  await http.delete(address);
  const [put, deletion] = calls.map(([, init]) => init);
  assert.equal(put?.method, "PUT");
  assert.equal(put.body, '{"client_id":"a","redirect_uris":["https://a.example"]}');
  assert.equal(new Headers(put.headers).get("content-type"), "application/json");
  assert.equal(deletion?.method, "DELETE");
  assert.equal(deletion.body, undefined);
  assert.equal(new Headers(deletion.headers).get("content-type"), null);
  await assert.rejects(http.get({ ...keys, maxResponseBytes: 1 }), { code: "ERR_RESPONSE_TOO_LARGE" });
  assert.equal((await http.get({ ...keys, maxResponseBytes: 3 })).text, "ok");
});

test("an operation cannot raise the cap of the transport", async () => {
  const http = createHttp({ fetch: recordingFetch().fetch, maxResponseBytes: 1 });
  await assert.rejects(http.get({ ...keys, maxResponseBytes: 3 }), { code: "ERR_RESPONSE_TOO_LARGE" });
});

test("a foreign endpoint gets no header fields of the options, only those of the call", async () => {
  const seen: Record<string, string>[] = [];
  const http = createHttp({
    headers: { "x-api-key": "key-secret-1" },
    fetch: async (_url, init) => {
      seen.push(Object.fromEntries(new Headers(init.headers)));
      return new Response("{}", { headers: { "content-type": "application/json" } });
    },
  });
  const operation = { path: "/userinfo", url: "https://id.example.com/u", endpointName: "e", accept: "a/b" } as const;
  await http.get({ ...operation, headers: { authorization: "Bearer t" } });
  await http.get({ ...operation, headers: { authorization: "Bearer t" }, isForeign: true });
  assert.deepEqual(seen, [
    { accept: "a/b", authorization: "Bearer t", "x-api-key": "key-secret-1" },
    { accept: "a/b", authorization: "Bearer t" },
  ]);
});
