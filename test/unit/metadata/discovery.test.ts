import assert from "node:assert/strict";
import { test } from "node:test";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { discoverMetadata } from "../../../src/metadata/discovery.ts";
import { createWire, issuer, json, oauthServer, openidProvider } from "./wire.ts";

const openidUrl = "https://id.example.com/.well-known/openid-configuration";
const oauth2Url = "https://id.example.com/.well-known/oauth-authorization-server";

test("asks for OpenID Connect's document first and stops when it is there", async () => {
  const wire = createWire(() => json(openidProvider));
  const found = await discoverMetadata(wire, issuer);
  assert.deepEqual(wire.urls(), [openidUrl]);
  assert.equal(found.url, openidUrl);
  assert.deepEqual(found.metadata, openidProvider);
});

for (const status of [400, 401, 403, 404, 405, 410]) {
  test(`asks for RFC 8414's document when the first answer is ${status}`, async () => {
    const wire = createWire((url) => (url === openidUrl ? json({}, {}, status) : json(oauthServer)));
    const found = await discoverMetadata(wire, issuer);
    assert.deepEqual(wire.urls(), [openidUrl, oauth2Url]);
    assert.equal(found.url, oauth2Url);
    assert.deepEqual(found.metadata, oauthServer);
  });
}

for (const status of [408, 425, 429, 500, 502, 503]) {
  test(`does not look elsewhere when the answer is ${status}, which says nothing about the document`, async () => {
    const wire = createWire((url) => (url === openidUrl ? json({}, {}, status) : json(oauthServer)));
    await assert.rejects(discoverMetadata(wire, issuer), { code: "ERR_RESPONSE_STATUS", status });
    assert.deepEqual(wire.urls(), [openidUrl]);
  });
}

test("does not look elsewhere when the document is there but broken", async () => {
  const { jwks_uri: _, ...broken } = openidProvider;
  const wire = createWire(() => json(broken));
  await assert.rejects(discoverMetadata(wire, issuer), { code: "ERR_VALIDATION_METADATA" });
  assert.deepEqual(wire.urls(), [openidUrl]);
});

test("does not look elsewhere when the document is another issuer's", async () => {
  const wire = createWire(() => json({ ...openidProvider, issuer: "https://id.example.com/" }));
  await assert.rejects(discoverMetadata(wire, issuer), { code: "ERR_VERIFICATION_ISSUER" });
  assert.deepEqual(wire.urls(), [openidUrl]);
});

for (const [discovery, url, document] of [
  ["openid", openidUrl, openidProvider],
  ["oauth2", oauth2Url, oauthServer],
] as const) {
  test(`asks only for its document with discovery "${discovery}"`, async () => {
    const wire = createWire(() => json(document));
    await discoverMetadata(wire, issuer, { discovery });
    const missing = createWire(() => json({}, {}, 404));
    await assert.rejects(discoverMetadata(missing, issuer, { discovery }), {
      code: "ERR_RESPONSE_STATUS",
      status: 404,
    });
    assert.deepEqual([wire.urls(), missing.urls()], [[url], [url]]);
  });
}

test("tells every URL that was tried with its status when there is no document", async () => {
  const wire = createWire((url) => json({}, {}, url === openidUrl ? 404 : 410));
  await assert.rejects(discoverMetadata(wire, issuer), (error: Error & { code?: string; status?: number }) => {
    assert.equal(error.code, "ERR_RESPONSE_STATUS");
    assert.equal(error.status, 410);
    assert.match(error.message, /openid-configuration was answered with 404/);
    assert.match(error.message, /oauth-authorization-server was answered with 410/);
    return true;
  });
});

for (const [title, answer, code] of [
  ["the server fails", () => json({}, {}, 500), "ERR_RESPONSE_STATUS"],
  [
    "the answer is a page",
    () => new Response("<html>", { headers: { "content-type": "text/html" } }),
    "ERR_RESPONSE_CONTENT_TYPE",
  ],
  ["no answer arrives", () => Promise.reject(new TypeError("fetch failed")), "ERR_TRANSPORT_NETWORK"],
] as const) {
  test(`tells the first attempt and keeps the cause when ${title} on the second`, async () => {
    const wire = createWire((url) => (url === openidUrl ? json({}, {}, 404) : answer()));
    await assert.rejects(
      discoverMetadata(wire, issuer),
      (error: Error & { code?: string; cause?: { code?: string } }) => {
        assert.equal(error.code, code);
        assert.match(error.message, /openid-configuration was answered with 404/);
        assert.equal(error.cause?.code, code);
        return true;
      },
    );
  });
}

test("gives an error about the second document unchanged", async () => {
  const wire = createWire((url) =>
    url === openidUrl ? json({}, {}, 404) : json({ ...oauthServer, issuer: "https://b.example" }),
  );
  await assert.rejects(discoverMetadata(wire, issuer), { code: "ERR_VERIFICATION_ISSUER" });
});

test("passes tolerances on to the document that is found", async () => {
  const wire = createWire(() => json({ ...openidProvider, ui_locales_supported: [] }));
  const { tolerated } = await discoverMetadata(wire, issuer, { tolerate: tolerating(["empty-arrays"]) });
  assert.deepEqual(tolerated, [{ tolerance: "empty-arrays", deviation: "D16", pointer: "/ui_locales_supported" }]);
});

test("refuses an unknown discovery order before any request", async () => {
  const wire = createWire(() => json(openidProvider));
  await assert.rejects(Reflect.apply(discoverMetadata, undefined, [wire, issuer, { discovery: "toString" }]), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "discovery",
  });
  assert.deepEqual(wire.urls(), []);
});

test("ends when the caller's signal fires", async () => {
  const wire = createWire(() => new Promise(() => undefined));
  const controller = new AbortController();
  const waiting = discoverMetadata(wire, issuer, { signal: controller.signal });
  setImmediate(() => controller.abort("gone"));
  await assert.rejects(waiting, { code: "ERR_TRANSPORT_ABORTED" });
});
