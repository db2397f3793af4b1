import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJws, parseJsonPart } from "../../../src/jose/jws.ts";
import { base64url } from "./signed-tokens.ts";

const kind = { name: "ID token", types: ["jwt"], mayOmitType: true };
const header = base64url('{"alg":"RS256","kid":"k1"}');
const payload = base64url('{"sub":"user"}');

test("takes a signed object apart into header, payload and signature octets, and what the signature covers (RFC 7515 §7.1)", () => {
  const jws = decodeJws(`${header}.${payload}.c2ln`, kind);
  assert.deepEqual(jws.header, { alg: "RS256", kid: "k1" });
  assert.equal(new TextDecoder().decode(jws.payload), '{"sub":"user"}');
  assert.equal(jws.signingInput, `${header}.${payload}`);
  assert.equal(new TextDecoder().decode(jws.signature), "sig");
  assert.equal(jws.kind, kind);
});

test("takes a payload that is not JSON, which only a JWT must be (RFC 7515 §5.2)", () => {
  assert.equal(new TextDecoder().decode(decodeJws(`${header}.UGF5bG9hZA.c2ln`, kind).payload), "Payload");
});

for (const [title, text] of [
  ["no text", ""],
  ["one part", header],
  ["two parts", `${header}.${payload}`],
  ["four parts", `${header}.${payload}.c2ln.x`],
  ["six parts", `${header}.${payload}.c2ln.x.y.z`],
  ["a hundred parts", `${header}${".x".repeat(100)}`],
  ["a header with padding", `${base64url('{"alg":"RS256"}x')}=.${payload}.c2ln`],
  ["a payload with white space", `${header}.${payload} .c2ln`],
  ["a payload in the standard alphabet", `${header}.+/+/.c2ln`],
  ["a payload with bits beyond its last octet", `${header}.QR.c2ln`],
  ["a signature with padding", `${header}.${payload}.c2lnbg==`],
  ["a signature with a line break", `${header}.${payload}.c2ln\n`],
  ["a signature with a foreign character before its last group", `${header}.${payload}.c2*nc2ln`],
  ["a signature with bits beyond its last octet", `${header}.${payload}.c2lnQR`],
  ["a signature of an impossible length", `${header}.${payload}.c2lnc`],
  ["a header that is empty", `.${payload}.c2ln`],
  ["a header that is not UTF-8", `${Buffer.from([0x7b, 0xff, 0x7d]).toString("base64url")}.${payload}.c2ln`],
  ["a header with a byte order mark", `${base64url('\uFEFF{"alg":"RS256"}')}.${payload}.c2ln`],
  ["a header that is not JSON", `${base64url("{alg:RS256}")}.${payload}.c2ln`],
  ["a header that is an array", `${base64url('["RS256"]')}.${payload}.c2ln`],
  ["a header that is null", `${base64url("null")}.${payload}.c2ln`],
  ["a header without alg", `${base64url('{"kid":"k1"}')}.${payload}.c2ln`],
  ["a header with a number as kid", `${base64url('{"alg":"RS256","kid":1}')}.${payload}.c2ln`],
  ["a header with alg twice", `${base64url('{"alg":"RS256","alg":"none"}')}.${payload}.c2ln`],
  ["an empty crit", `${base64url('{"alg":"RS256","crit":[]}')}.${payload}.c2ln`],
] as const) {
  test(`refuses ${title} (RFC 7515 §5.2)`, () => {
    assert.throws(() => decodeJws(text, kind), { code: "ERR_VALIDATION_JWT", family: "validation" });
  });
}

for (const given of [undefined, null, 7, {}, ["a.b.c"]]) {
  test(`refuses ${JSON.stringify(given)} in place of text (RFC 7515 §7.1)`, () => {
    assert.throws(() => decodeJws(given as unknown as string, kind), {
      code: "ERR_VALIDATION_JWT",
      message: /^ID token breaks .*must be text/s,
    });
  });
}

test("leaves out a header member that is never used and has an odd form (RFC 7515 §4.1)", () => {
  const odd = base64url('{"alg":"RS256","kid":"k1","x5t":"NTk5Nzk2","jku":"http://evil.example/keys"}');
  assert.deepEqual(decodeJws(`${odd}.${payload}.c2ln`, kind).header, { alg: "RS256", kid: "k1" });
  const privateJwk = base64url('{"alg":"RS256","jwk":{"kty":"oct","k":"AA"},"x5t":"NTk5Nzk2"}');
  assert.throws(() => decodeJws(`${privateJwk}.${payload}.c2ln`, kind), { code: "ERR_VALIDATION_JWT" });
});

test("says where and why a part is malformed", () => {
  assert.throws(
    () => decodeJws(`${base64url('{"alg":"RS256","alg":"none"}')}.${payload}.c2ln`, kind),
    (error: { issues: readonly { pointer: string }[]; message: string }) => {
      assert.equal(error.issues[0]?.pointer, "/alg");
      assert.match(error.message, /^ID token header breaks .*duplicate-member.*RFC 7519 §4/s);
      return true;
    },
  );
});

test("accepts 65536 characters and refuses one more", () => {
  const start = `${header}.${payload}.`;
  const signature = "A".repeat(65_536 - start.length);
  assert.equal(decodeJws(start + signature, kind).signingInput.length, start.length - 1);
  assert.throws(() => decodeJws(`${start}${signature}A`, kind), {
    code: "ERR_VALIDATION_JWT",
    message: /at most 65536 characters, has 65537/,
  });
});

test("tells an encrypted object by its five parts (RFC 7516 §9)", () => {
  assert.throws(() => decodeJws("eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn", kind), {
    code: "ERR_VERIFICATION_JWT_ENCRYPTED",
    family: "verification",
    message: /ID token is encrypted/,
  });
});

test("refuses an object of another kind before its payload is read (RFC 8725 §3.11)", () => {
  assert.throws(() => decodeJws(`${base64url('{"alg":"RS256","typ":"at+jwt"}')}.!.c2ln`, kind), {
    code: "ERR_VERIFICATION_JWT_TYPE",
  });
});

test("reads a part with nested values and keeps a member named __proto__ as it is", () => {
  const value = parseJsonPart(new TextEncoder().encode('{"a":{"b":[1]},"__proto__":{"c":1}}'), "payload");
  assert.deepEqual(Object.keys(value), ["a", "__proto__"]);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
});

test("refuses a part that is nested too deep", () => {
  const deep = new TextEncoder().encode(`{"a":${"[".repeat(100)}${"]".repeat(100)}}`);
  assert.throws(() => parseJsonPart(deep, "payload"), { code: "ERR_VALIDATION_JWT", message: /too-deep/ });
});
