import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import type { Connection } from "../../../../src/provider/http/connection.ts";
import { readCertificateHeader } from "../../../../src/provider/node/certificate-header.ts";
import { forwardedAddress, readAddress } from "../../../../src/provider/node/forwarded-address.ts";
import { serveProvider } from "../../../../src/provider/node/serve-provider.ts";
import { makeCertificate } from "../../../fixtures/certificates.ts";

const { cert } = makeCertificate("client-1");
const der = new X509Certificate(cert).raw;
const rfc9440 = `:${der.toString("base64")}:`;

for (const [title, field, trustedProxies, want] of [
  ["no proxy: the field is the client's own", "1.1.1.1", 0, "9.9.9.9"],
  ["no field", undefined, 1, "9.9.9.9"],
  ["one proxy: the last entry", "6.6.6.6, 1.1.1.1", 1, "1.1.1.1"],
  ["two proxies: the last but one", "6.6.6.6, 1.1.1.1, 2.2.2.2", 2, "1.1.1.1"],
  ["too few entries: somebody went round a proxy", "1.1.1.1", 2, "9.9.9.9"],
  ["no address", "1.1.1.1, unknown", 1, "9.9.9.9"],
  ["an empty entry", "1.1.1.1,", 1, "9.9.9.9"],
  ["several fields", ["6.6.6.6", "1.1.1.1"], 1, "1.1.1.1"],
  ["with a port", "1.1.1.1:4711", 1, "1.1.1.1"],
  ["IPv6 with a port", "[2001:DB8::1]:4711", 1, "2001:db8::1"],
  ["IPv4 as IPv6", "::ffff:1.1.1.1", 1, "1.1.1.1"],
] as const) {
  test(`forwarded address: ${title}`, () => {
    assert.equal(forwardedAddress(field, { peer: "9.9.9.9", trustedProxies }), want);
  });
}

test("address: none of a text that is none, and no zone", () => {
  assert.deepEqual(["", "localhost", "1.1.1", "fe80::1%eth0", "[::1]", "1.1.1.1:port"].map(readAddress), [
    undefined,
    undefined,
    undefined,
    "fe80::1",
    "::1",
    undefined,
  ]);
});

test("certificate field: reads the forms of RFC 9440 §2.2 and of nginx", () => {
  for (const [value, encoding] of [
    [rfc9440, "rfc9440"],
    [encodeURIComponent(cert), "escaped-pem"],
  ] as const)
    assert.deepEqual(Buffer.from(readCertificateHeader(value, encoding) ?? []), der);
});

for (const [title, value, encoding] of [
  ["nothing", undefined, "rfc9440"],
  ["an empty text", "", "escaped-pem"],
  ["the other form", rfc9440, "escaped-pem"],
  ["the other form", encodeURIComponent(cert), "rfc9440"],
  ["two values", `${rfc9440}, ${rfc9440}`, "rfc9440"],
  ["two fields", [rfc9440, rfc9440], "rfc9440"],
  ["two certificates", encodeURIComponent(cert + cert), "escaped-pem"],
  ["no certificate", ":AAAA:", "rfc9440"],
  ["broken percent signs", "%zz", "escaped-pem"],
  ["more than a certificate can be", `:${"A".repeat(20_000)}:`, "rfc9440"],
] as const) {
  test(`certificate field: ${title} gives none`, () => {
    assert.equal(readCertificateHeader(value, encoding), undefined);
  });
}

test("behind a proxy: address and certificate are those it names, and its own certificate is not the client's", async () => {
  const seen: Connection[] = [];
  const provider = createProvider({ issuer: "https://id.example.com" });
  const handle = async (_request: Request, connection: Connection): Promise<Response> => {
    seen.push(connection);
    return new Response("ok");
  };
  for (const isChainVerified of [undefined, true]) {
    const certificateHeader = { name: "Client-Cert", encoding: "rfc9440", isChainVerified } as const;
    const options = { port: 0, trustedProxies: 1, certificateHeader };
    const { url, close } = await serveProvider({ ...provider, handle }, options);
    const headers = { "X-Forwarded-For": "6.6.6.6, 1.1.1.1" };
    await (await fetch(url, { headers: { ...headers, "Client-Cert": rfc9440 } })).text();
    await (await fetch(url, { headers })).text();
    await close();
  }
  assert.deepEqual(
    seen.map(({ clientCertificate, ...rest }) => [clientCertificate?.length, rest]),
    [false, true].flatMap((isCertificateTrusted) => [
      [
        der.length,
        { remoteAddress: "1.1.1.1", isLengthEnforced: true, takesLightResponses: true, isCertificateTrusted },
      ],
      [
        undefined,
        {
          remoteAddress: "1.1.1.1",
          isLengthEnforced: true,
          takesLightResponses: true,
          isCertificateTrusted: undefined,
        },
      ],
    ]),
  );
});

test("behind a proxy that hands on no certificate: only the address is the one it names", async () => {
  const seen: Connection[] = [];
  const provider = createProvider({ issuer: "https://id.example.com" });
  const handle = async (_request: Request, connection: Connection): Promise<Response> => {
    seen.push(connection);
    return new Response("ok");
  };
  const { url, close } = await serveProvider({ ...provider, handle }, { port: 0, trustedProxies: 1 });
  await (await fetch(url, { headers: { "X-Forwarded-For": "1.1.1.1", "Client-Cert": rfc9440 } })).text();
  await close();
  assert.deepEqual(seen, [{ remoteAddress: "1.1.1.1", isLengthEnforced: true, takesLightResponses: true }]);
});
