import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compactDecrypt, createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from "jose";
import {
  type Flow,
  issuer,
  readRedirect,
  redirectUri,
  spa,
  startFlow,
} from "../../../fixtures/provider/authorize-flow.ts";

describe("how an answer comes back", () => {
  it("in the fragment (OAuth 2.0 Multiple Response Types §2.1)", async () => {
    const { authorize, signIn } = startFlow();
    await signIn();
    const response = await authorize({ response_mode: "fragment" });
    assert.deepEqual(Object.keys(readRedirect(response, "fragment").parameters), ["code", "state", "iss"]);
    assert.ok(response.headers.get("location")?.startsWith(`${redirectUri}#code=`));
  });

  it("in a form that the browser posts (OAuth 2.0 Form Post Response Mode §2)", async () => {
    const { authorize, signIn } = startFlow();
    await signIn();
    const response = await authorize({ response_mode: "form_post", state: "s-<1>" });
    const html = await response.text();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("location"), null);
    assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
    assert.match(response.headers.get("content-security-policy") ?? "", /form-action[^;]* https:\/\/app\.example\.com/);
    assert.ok(html.includes(`action="${redirectUri}"`), html);
    for (const name of ["code", "state", "iss"]) assert.ok(html.includes(`name="${name}"`), name);
  });

  it("in a form for an error too", async () => {
    const { authorize } = startFlow();
    const html = await (await authorize({ response_mode: "form_post", scope: "unknown" })).text();
    assert.ok(html.includes("invalid_scope"), html);
  });

  for (const [mode, at] of [
    ["jwt", "query"],
    ["query.jwt", "query"],
    ["fragment.jwt", "fragment"],
  ] as const) {
    it(`as one signed JWT with ${mode} (JARM §2.3)`, async () => {
      const flow = startFlow();
      await flow.signIn();
      const { url, parameters } = readRedirect(await flow.authorize({ response_mode: mode }), at);
      assert.deepEqual([url, Object.keys(parameters)], [redirectUri, ["response"]]);
      const { claims, header } = await openResponse(flow, parameters.response);
      assert.match(String(claims.code), /^[\w-]{43}$/);
      assert.deepEqual(
        { ...claims, code: "" },
        { code: "", state: "s-1", iss: issuer, aud: "spa", iat: 1_700_000_000, exp: 1_700_000_600 },
      );
      assert.equal(header.alg, "ES256");
    });
  }

  it("as one signed JWT in a form with form_post.jwt", async () => {
    const flow = startFlow();
    await flow.signIn();
    const html = await (await flow.authorize({ response_mode: "form_post.jwt" })).text();
    const token = /name="response" value="([\w.-]+)"/.exec(html)?.[1];
    assert.equal((await openResponse(flow, token)).claims.state, "s-1");
    assert.ok(!html.includes('name="iss"'));
  });

  it("signs errors too (JARM §2.1)", async () => {
    const flow = startFlow();
    const { parameters } = readRedirect(await flow.authorize({ response_mode: "jwt", scope: "unknown" }));
    const { claims } = await openResponse(flow, parameters.response);
    assert.deepEqual([claims.error, claims.state, claims.code], ["invalid_scope", "s-1", undefined]);
  });

  it("encrypts what is signed, for a client that is registered so (JARM §2.2)", async () => {
    const { publicKey, privateKey } = await generateKeyPair("ECDH-ES");
    const keys = [{ ...(await exportJWK(publicKey)), kty: "EC", kid: "e-1", use: "enc" }];
    const flow = startFlow({ clients: [{ ...spa, authorization_encrypted_response_alg: "ECDH-ES", jwks: { keys } }] });
    await flow.signIn();
    const { parameters } = readRedirect(await flow.authorize({ response_mode: "jwt" }));
    const { plaintext, protectedHeader } = await compactDecrypt(parameters.response ?? "", privateKey);
    assert.deepEqual(
      [protectedHeader.alg, protectedHeader.enc, protectedHeader.cty, protectedHeader.kid],
      ["ECDH-ES", "A128CBC-HS256", "JWT", "e-1"],
    );
    assert.equal((await openResponse(flow, new TextDecoder().decode(plaintext))).claims.state, "s-1");
  });

  it("refuses a client of the configuration whose answers can't be signed or encrypted", () => {
    assert.throws(() => startFlow({ clients: [{ ...spa, authorization_signed_response_alg: "PS512" }] }), {
      code: "ERR_CONFIGURATION_OPTION",
      message: /The authorization_signed_response_alg of the client "spa" /,
    });
    assert.throws(() => startFlow({ clients: [{ ...spa, authorization_encrypted_response_alg: "RSA1_5" }] }), {
      code: "ERR_CONFIGURATION_OPTION",
      message: /The authorization_encrypted_response_alg of the client "spa" /,
    });
  });

  it("fails inside, and keeps no code, where the client has no key to encrypt to", async () => {
    const flow = startFlow({
      clients: [{ ...spa, authorization_encrypted_response_alg: "ECDH-ES", jwks: { keys: [] } }],
    });
    await flow.signIn();
    const response = await flow.authorize({ response_mode: "jwt" });
    assert.deepEqual([response.status, response.headers.get("location")], [500, null]);
    assert.equal(
      flow.events.some(({ type }) => type === "authorization.granted"),
      false,
    );
  });
});

async function openResponse(
  { fetch, now }: Flow,
  token = "",
): Promise<{ readonly claims: Record<string, unknown>; readonly header: Record<string, unknown> }> {
  const jwks = await (await fetch(`${issuer}/jwks`)).json();
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks), {
    currentDate: new Date(now()),
  });
  return { claims: payload, header: { ...protectedHeader } };
}
