import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientAuthenticationOptions, Connection } from "../../../../src/provider/index.ts";
import { der, writeCertificate } from "../../../fixtures/provider/clientauth-certificate.ts";
import { basic, createTestProvider } from "../../../fixtures/provider/clientauth-provider.ts";

const form = { grant_type: "client_credentials", client_id: "machine" };
const certificate = writeCertificate({
  subject: [[["2.5.4.6", "DE"]], [["2.5.4.10", "Example, Inc."]], [["2.5.4.3", "machine"]]],
  alternatives: [
    [0x82, Buffer.from("machine.example.com")],
    [0x86, Buffer.from("urn:example:machine")],
    [0x87, Buffer.of(192, 0, 2, 7)],
    [0x81, Buffer.from("machine@example.com")],
  ],
});

function createMachine(names: object, clientAuthentication?: ClientAuthenticationOptions) {
  const machine = {
    client_id: "machine",
    token_endpoint_auth_method: "tls_client_auth",
    grant_types: ["client_credentials"],
    ...names,
  };
  return createTestProvider({ clients: [machine], clientAuthentication });
}

const trusted: Connection = { clientCertificate: certificate, isCertificateTrusted: true };

const accepted: readonly object[] = [
  { tls_client_auth_subject_dn: "CN=machine,O=Example\\, Inc.,C=DE" },
  { tls_client_auth_san_dns: "machine.example.com" },
  { tls_client_auth_san_uri: "urn:example:machine" },
  { tls_client_auth_san_ip: "192.0.2.7" },
  { tls_client_auth_san_email: "machine@example.com" },
];
for (const names of accepted)
  test(`tls_client_auth: a verified certificate with the registered ${Object.keys(names)[0]} is accepted (RFC 8705 §2.1.2)`, async () => {
    const { post } = createMachine(names);
    assert.equal((await post({ path: "/token", form, connection: trusted })).status, 200);
  });

const refused: readonly object[] = [
  { tls_client_auth_subject_dn: "CN=machine,O=Example\\, Inc." },
  { tls_client_auth_subject_dn: "CN=Machine,O=Example\\, Inc.,C=DE" },
  { tls_client_auth_subject_dn: "C=DE,O=Example\\, Inc.,CN=machine" },
  { tls_client_auth_subject_dn: "machine" },
  { tls_client_auth_san_dns: "example.com" },
  { tls_client_auth_san_dns: "*.example.com" },
  { tls_client_auth_san_uri: "urn:example:other" },
  { tls_client_auth_san_ip: "192.0.2.8" },
  { tls_client_auth_san_ip: "somewhere" },
  { tls_client_auth_san_email: "machine@example.org" },
];
for (const names of refused)
  test(`tls_client_auth: ${JSON.stringify(names)} is not in the certificate (RFC 8705 §2.1.2)`, async () => {
    const { post, events } = createMachine(names);
    const { status, json } = await post({ path: "/token", form, connection: trusted });
    assert.deepEqual([status, json.error], [401, "invalid_client"]);
    assert.equal(
      events.find(({ type }) => type === "client.authentication-failed")?.reason,
      "a client certificate with another name",
    );
  });

const names = { tls_client_auth_san_dns: "machine.example.com" };
const connections: readonly (readonly [title: string, connection: Connection])[] = [
  ["no certificate", {}],
  ["a chain that nobody verified", { clientCertificate: certificate }],
  ["a chain that is not trusted", { clientCertificate: certificate, isCertificateTrusted: false }],
  ["octets that are no certificate", { clientCertificate: Uint8Array.of(0x30, 1), isCertificateTrusted: true }],
];
for (const [title, connection] of connections)
  test(`tls_client_auth: ${title} is refused (RFC 8705 §2.1)`, async () => {
    const { post } = createMachine(names);
    assert.equal((await post({ path: "/token", form, connection })).status, 401);
  });

test("tls_client_auth: a secret in place of the certificate, or beside it, is refused", async () => {
  const { post } = createMachine(names);
  const { client_id: _id, ...bare } = form;
  const inHeader = await post({ path: "/token", form: bare, headers: basic("machine", "x"), connection: trusted });
  const inBody = await post({ path: "/token", form: { ...form, client_secret: "x" }, connection: trusted });
  assert.deepEqual([inHeader.status, inBody.status], [401, 401]);
});

test("tls_client_auth: header fields say nothing of certificates unless one is configured", async () => {
  const { post } = createMachine(names);
  const headers = { "client-cert": `:${Buffer.from(certificate).toString("base64")}:` };
  assert.equal((await post({ path: "/token", form, headers })).status, 401);
});

test("tls_client_auth: a proxy passes the certificate on in the configured field, in two forms (RFC 9440 §2.2)", async () => {
  const { post } = createMachine(names, { certificateHeader: "Client-Cert", isProxyVerifyingCertificates: true });
  const base64 = Buffer.from(certificate).toString("base64");
  const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
  for (const value of [`:${base64}:`, encodeURIComponent(pem)])
    assert.equal((await post({ path: "/token", form, headers: { "client-cert": value } })).status, 200);
  for (const value of [
    base64,
    `:${base64}:, :${base64}:`,
    `:${base64.slice(4)}:`,
    "%zz",
    ":MAA=MA:",
    "x".repeat(40_000),
  ])
    assert.equal((await post({ path: "/token", form, headers: { "client-cert": value } })).status, 401);
});

test("tls_client_auth: behind a proxy the certificate of the connection is the proxy's, and never the client's (RFC 9440 §2.2)", async () => {
  const { post } = createMachine(names, { certificateHeader: "Client-Cert", isProxyVerifyingCertificates: true });
  assert.equal((await post({ path: "/token", form, connection: trusted })).status, 401);
});

test("tls_client_auth: a peer that is known to be no proxy passes nobody's certificate on", async () => {
  const { post } = createMachine(names, { certificateHeader: "Client-Cert", isProxyVerifyingCertificates: true });
  const headers = { "client-cert": `:${Buffer.from(certificate).toString("base64")}:` };
  assert.equal((await post({ path: "/token", form, headers, connection: { isDirect: false } })).status, 200);
  assert.equal((await post({ path: "/token", form, headers, connection: { isDirect: true } })).status, 401);
});

test("tls_client_auth: a certificate that the proxy has not verified is not trusted", async () => {
  const { post } = createMachine(names, { certificateHeader: "Client-Cert" });
  const headers = { "client-cert": `:${Buffer.from(certificate).toString("base64")}:` };
  assert.equal((await post({ path: "/token", form, headers, connection: trusted })).status, 401);
});

test("tls_client_auth: two lists of alternative names in a certificate are read by nobody", async () => {
  const twice = writeCertificate({ alternatives: [[0x82, Buffer.from("machine.example.com")]], extensions: 2 });
  const { post } = createMachine(names);
  const connection = { clientCertificate: twice, isCertificateTrusted: true };
  assert.equal((await post({ path: "/token", form, connection })).status, 401);
});

test("self_signed_tls_client_auth: the certificate of the client's x5c is accepted, whoever issued it, and no other (RFC 8705 §2.2)", async () => {
  const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString("base64");
  const key = {
    kty: "EC",
    crv: "P-256",
    x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
  };
  const other = writeCertificate({ subject: [[["2.5.4.3", "other"]]] });
  const machine = {
    client_id: "machine",
    token_endpoint_auth_method: "self_signed_tls_client_auth",
    grant_types: ["client_credentials"],
    jwks: { keys: [key, { ...key, kid: "2", x5c: [base64(certificate), base64(other)] }] },
  };
  const { post } = createTestProvider({ clients: [machine] });
  const attempt = async (connection: Connection) => (await post({ path: "/token", form, connection })).status;
  assert.equal(await attempt({ clientCertificate: certificate }), 200);
  assert.equal(await attempt({ clientCertificate: other }), 401, "only the first of a chain is the client's");
  assert.equal(await attempt({ clientCertificate: certificate.slice(0, -1) }), 401);
  assert.equal(await attempt({}), 401);
  const withSecret = await post({
    path: "/token",
    form: { ...form, client_secret: "x" },
    connection: { clientCertificate: certificate },
  });
  assert.equal(withSecret.status, 401);
});

test("self_signed_tls_client_auth: a certificate that is new is looked for at the jwks_uri once more (RFC 8705 §2.2)", async () => {
  const key = {
    kty: "EC",
    crv: "P-256",
    x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
  };
  const sets = [{ keys: [key] }, { keys: [{ ...key, x5c: [Buffer.from(certificate).toString("base64")] }] }];
  let asked = 0;
  const fetch = async (): Promise<Response> => {
    asked += 1;
    return Response.json(sets[asked - 1]);
  };
  const machine = {
    client_id: "machine",
    token_endpoint_auth_method: "self_signed_tls_client_auth",
    grant_types: ["client_credentials"],
    jwks_uri: "https://machine.example.com/jwks",
  };
  const { post, time } = createTestProvider({ clients: [machine], fetch });
  const attempt = async () =>
    (await post({ path: "/token", form, connection: { clientCertificate: certificate } })).status;
  assert.deepEqual([await attempt(), asked], [401, 1]);
  time.nowMs += 31_000;
  assert.deepEqual([await attempt(), asked], [200, 2]);
});

test("tls_client_auth: a name as 4096 octets and more of DER is read", async () => {
  const long = "x".repeat(300);
  const { post } = createMachine({ tls_client_auth_subject_dn: `CN=${long}` });
  const printable = der(0x13, Buffer.from(long));
  const clientCertificate = writeCertificate({ subject: [[["2.5.4.3", printable]]] });
  assert.equal((await post({ path: "/token", form, connection: { ...trusted, clientCertificate } })).status, 200);
});
