import assert from "node:assert/strict";
import { test } from "node:test";
import { none } from "../../../src/client-auth/none.ts";
import { selfSignedTlsClientAuth, tlsClientAuth } from "../../../src/client-auth/tls-client-auth.ts";
import { buildTokenRequest } from "../../../src/endpoints/token.ts";
import { fetchUserinfo, fetchUserinfoByPost } from "../../../src/endpoints/userinfo.ts";
import { requireDirectEndpoint } from "../../../src/exchange/direct-endpoint.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { readModules } from "../../architecture/source-module.ts";
import { contextOf } from "./answers.ts";

const metadata = {
  issuer: "https://id.example.com",
  response_types_supported: ["code"],
  authorization_endpoint: "https://id.example.com/authorize",
  token_endpoint: "https://id.example.com/token",
  userinfo_endpoint: "https://id.example.com/userinfo",
  mtls_endpoint_aliases: {
    token_endpoint: "https://mtls.example.com/token",
    userinfo_endpoint: "https://mtls.example.com/userinfo",
  },
};

for (const [title, options, expected] of [
  ["tls_client_auth", { auth: tlsClientAuth() }, "https://mtls.example.com/token"],
  ["self_signed_tls_client_auth", { auth: selfSignedTlsClientAuth() }, "https://mtls.example.com/token"],
  ["bound tokens", { auth: none(), useMtlsEndpointAliases: true }, "https://mtls.example.com/token"],
  ["neither", { auth: none() }, "https://id.example.com/token"],
] as const) {
  test(`requireDirectEndpoint: with ${title} it is ${expected} (RFC 8705 §5)`, async () => {
    const context = contextOf({ metadata, ...options });
    assert.equal(requireDirectEndpoint(context, "token_endpoint"), expected);
    const { url } = await buildTokenRequest(context, { grant_type: "client_credentials" });
    assert.equal(url, expected);
  });
}

test("requireDirectEndpoint: an endpoint without an alias is used as it is, and one that is missing is told", () => {
  const { mtls_endpoint_aliases: _, ...plain } = metadata;
  for (const given of [plain, { ...plain, mtls_endpoint_aliases: {} }]) {
    const context = contextOf({ metadata: given, auth: tlsClientAuth() });
    assert.equal(requireDirectEndpoint(context, "token_endpoint"), "https://id.example.com/token");
  }
  const { token_endpoint: __, ...others } = plain;
  assert.throws(() => requireDirectEndpoint(contextOf({ metadata: others, auth: tlsClientAuth() }), "token_endpoint"), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
  });
});

test("requireDirectEndpoint: the audience of a client assertion stays the endpoint's own URL", async () => {
  const asked: unknown[] = [];
  const auth = {
    method: "custom",
    authenticate: async ({ tokenEndpoint }: { readonly tokenEndpoint?: string | undefined }) => {
      asked.push(tokenEndpoint);
      return { headers: {}, body: {} };
    },
  };
  const context = contextOf({ metadata, auth, useMtlsEndpointAliases: true });
  await buildTokenRequest(context, { grant_type: "client_credentials" });
  assert.deepEqual(asked, ["https://id.example.com/token"]);
});

test("requireDirectEndpoint: a token that is bound to the certificate is presented at the alias of userinfo (RFC 8705 §3)", async () => {
  const urls: string[] = [];
  const fetch = async (url: string): Promise<Response> => {
    urls.push(url);
    return Response.json({ sub: "user-1" });
  };
  const context = contextOf({ metadata, useMtlsEndpointAliases: true, http: createHttp({ fetch }) });
  const request = { accessToken: "a", expectedSubject: "user-1" };
  await fetchUserinfo(context, request);
  await fetchUserinfoByPost(context, request);
  assert.deepEqual(urls, ["https://mtls.example.com/userinfo", "https://mtls.example.com/userinfo"]);
});

test("requireDirectEndpoint: no endpoint that the client calls itself is resolved past the aliases", () => {
  const own = ["src/exchange/context.ts", "src/exchange/direct-endpoint.ts"];
  // No client is authenticated there: a registration makes one, and a challenge is asked for before one can authenticate.
  const without = ["src/endpoints/registration.ts", "src/endpoints/attestation-challenge.ts"];
  const modules = readModules("src").filter(({ path }) => ![...own, ...without].includes(path));
  const wrong = modules.filter(({ text }) => /\brequireEndpoint\(/.test(text)).map(({ path }) => path);
  assert.deepEqual(wrong, [], "these call requireEndpoint: use requireDirectEndpoint(context, name)");
  assert.ok(modules.length > 100);
});
