import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readCertificateNames } from "../../src/provider/client-authentication/certificate-names.ts";
import { readBasic } from "../../src/provider/client-authentication/client-secret-basic.ts";
import { parseDistinguishedName } from "../../src/provider/client-authentication/distinguished-name.ts";
import { readCertificateField } from "../../src/provider/client-authentication/proxied-certificate.ts";
import { parseIpAddress } from "../../src/provider/http/ip-address.ts";
import { createProvider, type ProviderEvent } from "../../src/provider/index.ts";
import { readAddress } from "../../src/provider/node/forwarded-address.ts";
import { readBearer } from "../../src/provider/registration/registration-token.ts";
import { readElements } from "../../src/util/der.ts";

const issuer = "https://op.example";
const events: ProviderEvent[] = [];
const provider = createProvider({
  issuer,
  clients: [
    { client_id: "web", client_secret: "s".repeat(43), redirect_uris: ["https://app.example/callback"] },
    { client_id: "page", redirect_uris: ["https://app.example/callback"], token_endpoint_auth_method: "none" },
  ],
  registration: { access: "open" },
  throttling: { isEnabled: false },
  onEvent: (event) => events.push(event),
});

const paths = [
  "/authorize",
  "/authorize/resume",
  "/par",
  "/token",
  "/introspect",
  "/revoke",
  "/userinfo",
  "/device_authorization",
  "/device",
  "/register",
  "/register/web",
  "/end-session",
  "/login",
  "/consent",
  "/select-account",
  "/change-password",
  "/session",
  "/sessions",
];
const names = [
  "client_id",
  "client_secret",
  "client_assertion",
  "client_assertion_type",
  "grant_type",
  "code",
  "code_verifier",
  "refresh_token",
  "redirect_uri",
  "response_type",
  "response_mode",
  "scope",
  "state",
  "nonce",
  "prompt",
  "max_age",
  "claims",
  "request",
  "request_uri",
  "resource",
  "authorization_details",
  "id_token_hint",
  "login_hint",
  "token",
  "user_code",
  "interaction",
  "csrf_token",
  "username",
  "password",
  "__proto__",
];
const values = [
  "web",
  "page",
  "code",
  "openid",
  "https://app.example/callback",
  "authorization_code",
  "refresh_token",
  "client_credentials",
  "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  "urn:ietf:params:oauth:request_uri:x",
  "eyJhbGciOiJub25lIn0.e30.",
  '{"userinfo":{"a":null}}',
];
const anyText = fc.oneof(fc.constantFrom(...values), fc.string({ unit: "binary", maxLength: 40 }));
const pairs = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 5 })), anyText), {
  maxLength: 12,
});
const visible = fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)) });
const headers = fc.dictionary(
  fc.constantFrom("authorization", "dpop", "cookie", "accept", "origin", "sec-fetch-site", "accept-language"),
  fc.oneof(visible, fc.constantFrom("Basic d2ViOnNzc3M=", "Bearer a.b.c", "DPoP x", "application/json", "null")),
);

test("provider: nothing that anybody sends makes it fail, whatever the endpoint, the parameters and the header fields", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.boolean(), pairs, headers, async (path, isPost, form, fields) => {
      const parameters = new URLSearchParams(form);
      const before = events.length;
      const response = isPost
        ? await provider.fetch(`${issuer}${path}`, { method: "POST", headers: fields, body: parameters })
        : await provider.fetch(`${issuer}${path}?${parameters}`, { headers: fields });
      const failures = events.slice(before).filter(({ type }) => type.startsWith("error."));
      assert.deepEqual([response.status >= 500, failures], [false, []]);
      await response.text();
    }),
    { numRuns: 400 },
  );
});

test("provider: no body of any bytes and any media type makes it fail", async () => {
  const types = fc.constantFrom("application/json", "application/x-www-form-urlencoded", "text/plain", "a", "");
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.constantFrom("POST", "PUT", "DELETE", "PATCH"),
      types,
      fc.oneof(
        fc.uint8Array({ maxLength: 60 }),
        fc.json().map((text) => new TextEncoder().encode(text)),
      ),
      async (path, method, type, body) => {
        const response = await provider.fetch(`${issuer}${path}`, {
          method,
          headers: { "content-type": type },
          body: new Uint8Array(body),
        });
        assert.ok(response.status < 500, `${path}: ${response.status}`);
      },
    ),
    { numRuns: 200 },
  );
});

test("provider: what reads names, addresses and credentials gives something or nothing, and never throws", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 80 }), visible, (text, field) => {
      for (const read of [parseDistinguishedName, readBasic, readAddress, parseIpAddress, readCertificateField])
        for (const each of [text, field]) assert.doesNotThrow(() => read(each));
      const raw = new Request(issuer, { headers: { authorization: field } });
      assert.doesNotThrow(() => readBearer(raw));
    }),
  );
});

test("provider: certificates of any octets name nobody, and never throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      assert.doesNotThrow(() => [readElements(octets), readCertificateNames(octets)]);
    }),
  );
});

test("provider: an IPv4 address has one reading, however it is written", () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      const address = parseIpAddress(text);
      assert.deepEqual(address, text.split(".").map(Number));
      assert.deepEqual(parseIpAddress(`::ffff:${text}`), address);
      assert.deepEqual(parseIpAddress(`::FFFF:${text}`), address);
    }),
  );
});
