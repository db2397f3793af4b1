import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { customFetch, DPoP, protectedResourceRequest } from "oauth4webapi";
import { createAccessTokenVerifier } from "../../../src/resource-server/create-verifier.ts";
import { makeCertificate } from "../../fixtures/certificates.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { makeProof, thumbprintOf } from "../dpop/proofs.ts";
import { audience, clock, createKey, issuer, makeToken, setOf, url } from "./access-tokens.ts";

const keys = createKey();
const clientKeys = createKey("ES256", "client");
const { cert } = makeCertificate("client");
const der = new Uint8Array(new X509Certificate(cert).raw);
type Changes = Readonly<Record<string, unknown>>;

async function verifierWith(options: Changes = {}) {
  return createAccessTokenVerifier({ issuer, audience, keys: setOf(await keys), clock, ...options });
}

async function thumbprint(): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", der)).toString("base64url");
}

async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(text))).toString("base64url");
}

async function present(token: string, scheme: string, proofClaims?: Changes): Promise<Request> {
  const headers = new Headers({ authorization: `${scheme} ${token}` });
  if (proofClaims !== undefined) {
    const claims = { ath: await sha256(token), htu: url, ...proofClaims };
    headers.set("dpop", await makeProof(await clientKeys, claims));
  }
  return new Request(url, { headers });
}

async function boundToken(cnf: Changes): Promise<string> {
  return makeToken(await keys, { cnf });
}

function refuse(call: Promise<unknown>, code = "TOKEN_BINDING"): Promise<Error> {
  return assertRefused(call, "VerificationError", `ERR_VERIFICATION_${code}`);
}

test("binding: a DPoP token is accepted with a proof of its key (RFC 9449 §7.1)", async () => {
  const verifier = await verifierWith();
  const jkt = await thumbprintOf(await clientKeys);
  const token = await boundToken({ jkt });
  for (const scheme of ["DPoP", "dpop", "DPOP"]) {
    const { boundTo, proof } = await verifier.verifyRequest(await present(token, scheme, {}));
    assert.deepEqual(boundTo, ["jkt"]);
    assert.equal(proof?.jkt, jkt);
  }
});

test("binding: a DPoP token is refused as Bearer, with a proof and without (RFC 9449 §7.2)", async () => {
  const verifier = await verifierWith();
  const token = await boundToken({ jkt: await thumbprintOf(await clientKeys) });
  await refuse(verifier.verifyRequest(await present(token, "Bearer")));
  await refuse(verifier.verifyRequest(await present(token, "Bearer", {})));
  await refuse(verifier.verify(token));
});

test("binding: a DPoP token is refused without proof, with one of another key, token, URL or method (RFC 9449 §4.3)", async () => {
  const verifier = await verifierWith();
  const token = await boundToken({ jkt: await thumbprintOf(await clientKeys) });
  await refuse(verifier.verifyRequest(await present(token, "DPoP")), "DPOP_PROOF");
  const otherToken = await boundToken({ jkt: await thumbprintOf(await createKey()) });
  await refuse(verifier.verifyRequest(await present(otherToken, "DPoP", {})));
  for (const claims of [{ ath: await sha256("other") }, { htu: `${url}/1` }, { htm: "POST" }, { iat: 1 }])
    await refuse(verifier.verifyRequest(await present(token, "DPoP", claims)), "DPOP_PROOF");
});

test("binding: an unbound token is refused with the scheme DPoP, and with a proof (RFC 9449 §7.1)", async () => {
  const verifier = await verifierWith();
  const token = await makeToken(await keys);
  assert.deepEqual((await verifier.verifyRequest(await present(token, "Bearer"))).boundTo, []);
  await refuse(verifier.verifyRequest(await present(token, "DPoP", {})));
  await refuse(verifier.verifyRequest(await present(token, "Bearer", {})));
});

test("binding: a proof is used once (RFC 9449 §11.1)", async () => {
  const verifier = await verifierWith();
  const request = await present(await boundToken({ jkt: await thumbprintOf(await clientKeys) }), "DPoP", {});
  await verifier.verifyRequest(request);
  await refuse(verifier.verifyRequest(request), "DPOP_PROOF");
  const lenient = await verifierWith({ dpop: { replayStore: "none" } });
  await lenient.verifyRequest(request);
  await lenient.verifyRequest(request);
});

test("binding: a certificate-bound token is accepted with its certificate (RFC 8705 §3)", async () => {
  const verifier = await verifierWith();
  const token = await boundToken({ "x5t#S256": await thumbprint() });
  const request = await present(token, "Bearer");
  for (const certificate of [cert, der])
    assert.deepEqual((await verifier.verifyRequest(request, { certificate })).boundTo, ["x5t#S256"]);
  await refuse(verifier.verifyRequest(request));
  await refuse(verifier.verifyRequest(request, { certificate: makeCertificate("other").cert }));
  await refuse(verifier.verifyRequest(await present(token, "DPoP", {}), { certificate: cert }));
});

test("binding: of two bindings both must hold", async () => {
  const verifier = await verifierWith();
  const token = await boundToken({ jkt: await thumbprintOf(await clientKeys), "x5t#S256": await thumbprint() });
  const good = await verifier.verifyRequest(await present(token, "DPoP", {}), { certificate: cert });
  assert.deepEqual(good.boundTo, ["jkt", "x5t#S256"]);
  await refuse(verifier.verifyRequest(await present(token, "DPoP", {})));
  await refuse(verifier.verifyRequest(await present(token, "Bearer"), { certificate: cert }));
});

test("binding: ways that are not known here are refused alone, and passed over beside known ones (RFC 7800 §3.1)", async () => {
  const verifier = await verifierWith();
  for (const cnf of [{}, { kid: "one" }, { jwk: (await clientKeys).publicJwk }, { "x5t#S512": "a" }])
    await refuse(verifier.verifyRequest(await present(await boundToken(cnf), "Bearer"), { certificate: cert }));
  const token = await boundToken({ kid: "one", "x5t#S256": await thumbprint() });
  await verifier.verifyRequest(await present(token, "Bearer"), { certificate: cert });
});

test("binding: where bindings are required, an unbound token is refused", async () => {
  const verifier = await verifierWith({ requireBinding: true });
  await refuse(verifier.verifyRequest(await present(await makeToken(await keys), "Bearer")));
  const token = await boundToken({ "x5t#S256": await thumbprint() });
  await verifier.verifyRequest(await present(token, "Bearer"), { certificate: cert });
});

test("binding: where DPoP is not known, its tokens are refused, and its header is not looked at", async () => {
  const verifier = await verifierWith({ dpop: false });
  const token = await boundToken({ jkt: await thumbprintOf(await clientKeys) });
  await refuse(verifier.verifyRequest(await present(token, "DPoP", {})));
  await refuse(verifier.verifyRequest(await present(token, "Bearer")));
  await verifier.verifyRequest(await present(await makeToken(await keys), "Bearer", {}));
});

test("binding: behind a proxy htu is compared with the public URL (RFC 9449 §4.3)", async () => {
  const verifier = await verifierWith({ baseUrl: "https://api.example.com/v1/" });
  const token = await boundToken({ jkt: await thumbprintOf(await clientKeys) });
  const htu = "https://api.example.com/v1/orders";
  for (const inner of ["http://10.0.0.7:8080/orders?page=2", "/orders?page=2"]) {
    const { headers, method } = await present(token, "DPoP", { htu });
    await verifier.verifyRequest({ method, headers, url: inner });
  }
  const { headers, method } = await present(token, "DPoP", { htu: "https://evil.example.com/orders" });
  await refuse(verifier.verifyRequest({ method, headers, url: "//evil.example.com/orders" }), "DPOP_PROOF");
  const withoutBase = await verifierWith();
  await assertRefused(
    withoutBase.verifyRequest({ method, headers, url: "/orders" }),
    "ConfigurationError",
    "ERR_CONFIGURATION_OPTION",
  );
});

test("binding: a token that came in another way than HTTP is verified with its proof", async () => {
  const verifier = await verifierWith();
  const token = await boundToken({ jkt: await thumbprintOf(await clientKeys) });
  const proof = await makeProof(await clientKeys, { ath: await sha256(token), htu: url });
  assert.deepEqual((await verifier.verify(token, { scheme: "DPoP", proof, method: "GET", url })).boundTo, ["jkt"]);
});

test("binding: a request of oauth4webapi with DPoP is accepted", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const handle = DPoP({}, pair);
  // Its proof bears the time of the machine.
  const iat = Math.floor(Date.now() / 1000);
  const token = await makeToken(await keys, { cnf: { jkt: await handle.calculateThumbprint() }, iat, exp: iat + 60 });
  const verifier = await verifierWith({ clock: Date.now });
  const requests: Request[] = [];
  await protectedResourceRequest(token, "GET", new URL(`${url}?a=b`), new Headers(), null, {
    DPoP: handle,
    [customFetch]: async (target, { headers, method }) => {
      requests.push(new Request(target, { headers, method }));
      return new Response();
    },
  });
  const [request] = requests;
  assert.ok(request !== undefined);
  assert.deepEqual((await verifier.verifyRequest(request)).boundTo, ["jkt"]);
});
