import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isDPoPNonce } from "../../src/dpop/nonce-store.ts";
import { readDPoPTarget } from "../../src/dpop/target.ts";

test("htu: is the same for every spelling of a URL, without query and fragment, and stays itself (RFC 9449 §4.3)", () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.boolean(), (url, upper) => {
      const { origin, htu } = readDPoPTarget(url);
      assert.ok(!/[?#]/.test(htu));
      assert.ok(htu.startsWith(`${origin}/`));
      assert.equal(readDPoPTarget(htu).htu, htu);
      const [scheme = ""] = url.split(":");
      const rest = url.slice(scheme.length + 3);
      const [authority = ""] = rest.split(/[/?#]/);
      const respelt = `${upper ? scheme.toUpperCase() : scheme}://${authority.toUpperCase()}${rest.slice(authority.length)}`;
      assert.equal(readDPoPTarget(respelt).htu, htu);
      const port = authority.includes(":") ? "" : scheme === "https" ? ":443" : ":80";
      assert.equal(readDPoPTarget(`${scheme}://${authority}${port}${rest.slice(authority.length)}`).htu, htu);
    }),
  );
});

test("nonce: no text outside the grammar is one (RFC 9449 §8.1)", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const expected =
        text !== "" && [...text].every((one) => one > " " && one < "\u007f" && one !== '"' && one !== "\\");
      assert.equal(isDPoPNonce(text), expected && text.length <= 4096);
    }),
  );
});
