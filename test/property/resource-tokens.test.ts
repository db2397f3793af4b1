import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isAuthError } from "../../src/errors/auth-error.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import { legacyAccessTokenKind } from "../../src/resource-server/access-token-kinds.ts";
import { readActors } from "../../src/resource-server/actors.ts";
import { verifyIntrospected } from "../../src/resource-server/introspected-claims.ts";
import { readPresentedKind } from "../../src/resource-server/presented-kind.ts";
import { readClientId } from "../../src/resource-server/principal.ts";

const encode = (value: string): string => Buffer.from(value).toString("base64url");

test("resource tokens: whatever a token is, readPresentedKind tells one of three forms", () => {
  const parts = fc.array(fc.oneof(fc.string(), fc.json().map(encode)), { maxLength: 6 });
  fc.assert(
    fc.property(parts, (all) => {
      assert.match(readPresentedKind(all.join(".")).form, /^(opaque|jwt|encrypted)$/);
    }),
  );
});

test("resource tokens: a JWT of an issuer is never taken for an opaque token", () => {
  fc.assert(
    fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (iss, claims) => {
      const token = `${encode('{"alg":"ES256"}')}.${encode(JSON.stringify({ ...claims, iss }))}.AA`;
      assert.deepEqual(readPresentedKind(token), { form: "jwt", issuer: iss });
    }),
  );
});

test("resource tokens: readActors and readClientId never throw, and give texts alone", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("act", "sub", "iss", "client_id", "azp"), fc.jsonValue()), (claims) => {
      for (const actor of readActors(claims))
        for (const value of Object.values(actor)) assert.ok(value === undefined || typeof value === "string");
      assert.match(typeof readClientId({ active: true, ...claims }), /^(string|undefined)$/);
    }),
  );
});

test("resource tokens: verifyIntrospected accepts no answer without this audience", () => {
  const policy = {
    issuer: "https://id.example.com",
    audiences: ["https://api.example.com"],
    algorithms: ["ES256"],
    keys: createStaticKeySource({ keys: [] }),
    profile: "rfc9068",
    kind: legacyAccessTokenKind,
    tenant: undefined,
  } as const;
  const times = { clock: () => 0, clockToleranceSeconds: 0 };
  fc.assert(
    fc.property(fc.boolean(), fc.oneof(fc.string(), fc.array(fc.string())), (active, aud) => {
      try {
        verifyIntrospected(active ? { active, aud } : { active }, policy, times);
      } catch (error) {
        assert.ok(isAuthError(error));
        return;
      }
      assert.ok([aud].flat().includes("https://api.example.com"));
    }),
  );
});
