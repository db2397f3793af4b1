import assert from "node:assert/strict";
import { test } from "node:test";
import { jwkThumbprint } from "../../../src/jose/hash.ts";
import { jwkThumbprintUri } from "../../../src/jose/thumbprint-uri.ts";

const jwk = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };

for (const [digest, thumbprint] of [
  ["SHA-256", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"],
  ["SHA-384", "ePy6LSb6I7JWK2uWQyYJQ4DBrwGE4QoxPl6INUviCtqplTLCwzo6fD9Eaw69Wvtt"],
  ["SHA-512", "SfSqAgfmPYvpuNzfHCiQXi6Mr51GG78hHopngoabsV9xvLR0hcUfVCoJLfyzi08Dbnds6kmcAt23CpNV-8qLTg"],
] as const) {
  test(`names a key by its ${digest} thumbprint (RFC 9278 §3)`, async () => {
    assert.equal(await jwkThumbprint(jwk, digest), thumbprint);
    assert.equal(
      await jwkThumbprintUri(jwk, digest),
      `urn:ietf:params:oauth:jwk-thumbprint:${digest.toLowerCase()}:${thumbprint}`,
    );
  });
}

test("refuses an object that is not a key (RFC 7638 §3.2)", async () => {
  await assert.rejects(jwkThumbprintUri({ kty: "EC" }), { code: "ERR_CONFIGURATION_KEY" });
});
