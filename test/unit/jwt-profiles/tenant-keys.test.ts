import assert from "node:assert/strict";
import { test } from "node:test";
import { keysOfTenant } from "../../../src/jwt-profiles/tenant-keys.ts";

const template = "https://login.example.com/{tenantid}/v2.0";
const issuer = "https://login.example.com/a/v2.0";
const header = { alg: "RS256" };
const keyOf = (name: unknown) => ({ kty: "RSA", kid: String(name), ...(name === undefined ? {} : { issuer: name }) });

/** Which key, by the issuer that it names, may sign for tenant a. */
for (const [name, maySign] of [
  [undefined, true],
  [template, true],
  [issuer, true],
  ["https://login.example.com/b/v2.0", false],
  ["https://login.example.com/a/v2.0/", false],
  ["https://login.example.com/{tenant}/v2.0", false],
  ["https://sts.example.com/{tenantid}/", false],
  ["", false],
  [null, false],
  [[issuer], false],
] as const) {
  test(`keysOfTenant: a key of issuer ${JSON.stringify(name)} ${maySign ? "signs" : "does not sign"} for a tenant`, async () => {
    const keys = keysOfTenant({ find: async () => [keyOf(name)] }, template, issuer);
    assert.equal((await keys.find(header)).length, maySign ? 1 : 0);
    assert.equal("refresh" in keys, false);
  });
}

test("keysOfTenant: one list stays one list, and a newer one is filtered too", async () => {
  let set = [keyOf(issuer), keyOf("https://login.example.com/b/v2.0")];
  const keys = keysOfTenant({ find: async () => set, refresh: async () => set }, template, issuer);
  const found = await keys.find(header);
  assert.deepEqual(
    found.map(({ kid }) => kid),
    [issuer],
  );
  assert.equal(await keys.refresh?.(), found);
  set = [keyOf("https://login.example.com/b/v2.0")];
  assert.deepEqual(await keys.refresh?.(), []);
});
