import assert from "node:assert/strict";
import { test } from "node:test";
import { readCertificateNames } from "../../../../src/provider/client-authentication/certificate-names.ts";
import {
  equalNames,
  parseDistinguishedName,
} from "../../../../src/provider/client-authentication/distinguished-name.ts";
import { der, writeCertificate } from "../../../fixtures/provider/clientauth-certificate.ts";

const cn = (value: string) => ({ type: "2.5.4.3", value });

const readable: readonly (readonly [text: string, name: unknown])[] = [
  ["CN=a", [[cn("a")]]],
  ["cn=a,DC=b", [[{ type: "0.9.2342.19200300.100.1.25", value: "b" }], [cn("a")]]],
  ["CN=a, C=DE", [[{ type: "2.5.4.6", value: "DE" }], [cn("a")]]],
  ["CN=a+OU=b", [[cn("a"), { type: "2.5.4.11", value: "b" }]]],
  ["2.5.4.3=a", [[cn("a")]]],
  ["OID.2.5.4.3=a", [[cn("a")]]],
  ['CN=a\\,b\\+c\\"d\\\\e\\=\\;\\<\\>', [[cn('a,b+c"d\\e=;<>')]]],
  ["CN=Lu\\C4\\8Di\\C4\\87", [[cn("Lučić")]]],
  ["CN=Lučić 😀", [[cn("Lučić 😀")]]],
  ["CN=\\ a \\ ", [[cn(" a  ")]]],
  ["CN=\\#a", [[cn("#a")]]],
  ["CN=#0402AB", [[cn("#0402ab")]]],
  ["CN=a=b", [[cn("a=b")]]],
  ["CN=", [[cn("")]]],
];
for (const [text, name] of readable)
  test(`distinguished name: ${text} is read (RFC 4514 §3)`, () => {
    assert.deepEqual(parseDistinguishedName(text), name);
  });

for (const text of [
  "",
  "CN",
  "=a",
  "XX=a",
  "CN=a,",
  "CN=a+",
  'CN="a"',
  "CN=a;b",
  "CN=<a",
  "CN=a\\",
  "CN=\\x",
  "CN=\\FF",
  "CN=#0",
  "CN=#zz",
  "CN=a\0b",
  `CN=${"a".repeat(5000)}`,
])
  test(`distinguished name: ${JSON.stringify(text.slice(0, 20))} is none (RFC 4514 §3)`, () => {
    assert.equal(parseDistinguishedName(text), undefined);
  });

test("distinguished name: what a certificate has in any encoding of text equals the registered text", () => {
  const encodings = [
    der(0x0c, Buffer.from("Ä")),
    der(0x1e, Buffer.from([0x00, 0xc4])),
    der(0x13, Buffer.from("A")),
    der(0x16, Buffer.from("A")),
    der(0x14, Buffer.from([0xc4])),
  ];
  const expected = ["CN=Ä", "CN=Ä", "CN=A", "CN=A", "CN=#1401C4"];
  for (const [index, value] of encodings.entries()) {
    const names = readCertificateNames(writeCertificate({ subject: [[["2.5.4.3", value]]] }));
    const registered = parseDistinguishedName(expected[index] ?? "");
    assert.ok(
      registered !== undefined && names !== undefined && equalNames(registered, names.subject),
      expected[index],
    );
  }
  const long = readCertificateNames(writeCertificate({ subject: [[["2.5.4.3", der(0x14, Buffer.alloc(200, 1))]]] }));
  assert.match(long?.subject[0]?.[0]?.value ?? "", /^#1481c80101/);
  const longer = readCertificateNames(writeCertificate({ subject: [[["2.5.4.3", der(0x14, Buffer.alloc(300, 1))]]] }));
  assert.match(longer?.subject[0]?.[0]?.value ?? "", /^#1482012c0101/);
});

test("distinguished name: of one part the order says nothing, of several it does (RFC 5280 §7.1)", () => {
  const names = ["CN=a+OU=b,C=DE", "OU=b+CN=a,C=DE", "C=DE,CN=a+OU=b", "CN=a,OU=b,C=DE"].map(
    (text) => parseDistinguishedName(text) ?? [],
  );
  const [one = [], other = [], reversed = [], apart = []] = names;
  assert.deepEqual([equalNames(one, other), equalNames(one, reversed), equalNames(one, apart)], [true, false, false]);
  assert.equal(equalNames([], []), false, "no name is no name");
});

test("certificate names: what is no certificate, and text that is none, are not read (RFC 5280 §4.1)", () => {
  const valid = writeCertificate({ subject: [[["2.5.4.3", "a"]]] });
  const broken = [
    Uint8Array.of(),
    Uint8Array.of(0x30, 0x00),
    valid.slice(0, -1),
    Uint8Array.from([...valid, 0x05, 0x00]),
    writeCertificate({ subject: [[["2.5.4.3", der(0x0c, Buffer.of(0xff))]]] }),
    writeCertificate({ subject: [[["2.5.4.3", der(0x1e, Buffer.of(0xd8, 0x00))]]] }),
    writeCertificate({ subject: [[]] }),
  ];
  for (const octets of broken) assert.equal(readCertificateNames(octets), undefined);
});

test("certificate names: a certificate of version 1 is read too (RFC 5280 §4.1.2.1)", () => {
  const names = readCertificateNames(writeCertificate({ subject: [[["2.5.4.3", "a"]]], isFirstVersion: true }));
  assert.deepEqual(names?.subject, [[cn("a")]]);
});

test("certificate names: parts of a subject that are no attributes are not read (RFC 5280 §4.1.2.4)", () => {
  const [oid, text] = [der(0x06, Buffer.from("550403", "hex")), der(0x0c, Buffer.from("a"))];
  const subjects = [
    der(0x31),
    der(0x30, der(0x30)),
    der(0x30, der(0x31, der(0x31, oid, text))),
    der(0x30, der(0x31, der(0x30, text, oid))),
    der(0x30, der(0x31, der(0x30, oid))),
    der(0x30, der(0x31, der(0x30, oid, text, text))),
    der(0x30, Buffer.of(0x31, 0x05)),
  ];
  for (const rawSubject of subjects) assert.equal(readCertificateNames(writeCertificate({ rawSubject })), undefined);
});

test("certificate names: extensions that are none name nobody, and a list that is none is not read (RFC 5280 §4.2.1.6)", () => {
  const san = der(0x06, Buffer.from("551d11", "hex"));
  for (const rawExtensions of [Buffer.of(), der(0x31), der(0x30, der(0x31)), der(0x30, der(0x30))])
    assert.deepEqual(readCertificateNames(writeCertificate({ rawExtensions }))?.dns, []);
  for (const value of [der(0x05), der(0x04), der(0x04, der(0x31)), der(0x04, Buffer.of(0x30, 0x05)), Buffer.of()]) {
    const rawExtensions = der(0x30, der(0x30, san, value));
    assert.equal(readCertificateNames(writeCertificate({ rawExtensions })), undefined);
  }
  const critical = der(
    0x30,
    der(0x30, san, der(0x01, Buffer.of(0xff)), der(0x04, der(0x30, der(0x82, Buffer.from("a"))))),
  );
  assert.deepEqual(readCertificateNames(writeCertificate({ rawExtensions: critical }))?.dns, ["a"]);
});

test("certificate names: a subject of no parts is read, and equals nothing", () => {
  assert.deepEqual(readCertificateNames(writeCertificate({})), { subject: [], dns: [], uri: [], email: [], ip: [] });
});
