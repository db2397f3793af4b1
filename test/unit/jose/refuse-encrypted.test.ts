import assert from "node:assert/strict";
import { test } from "node:test";
import { refuseEncrypted } from "../../../src/jose/refuse-encrypted.ts";

const kind = { name: "access token", types: ["at+jwt"], mayOmitType: false };

test("refuseEncrypted: five parts are refused where nothing opens them, as a fault of who sent them (RFC 7519 §7.2)", () => {
  const refused = { family: "verification", code: "ERR_VERIFICATION_JWT_ENCRYPTED", message: /access token/ };
  assert.throws(() => refuseEncrypted("a.b.c.d.e", { kind }), refused);
  assert.throws(() => refuseEncrypted("a.b.c.d.e", { kind, decryption: { required: true } }), refused);
});

test("refuseEncrypted: what is not encrypted, or can be opened, is let through", () => {
  for (const text of ["a.b.c", "a.b.c.d", "a.b.c.d.e.f", ""]) refuseEncrypted(text, { kind });
  const decrypt = () => Promise.reject(new Error("not asked"));
  refuseEncrypted("a.b.c.d.e", { kind, decryption: { decrypt } });
});
