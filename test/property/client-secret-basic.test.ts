import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clientSecretBasic } from "../../src/client-auth/client-secret-basic.ts";

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });

test("writes any id and secret so that a server that follows RFC 6749 §2.3.1 reads them back", async () => {
  await fc.assert(
    fc.asyncProperty(text, text, async (clientId, secret) => {
      const { headers } = await clientSecretBasic(secret).authenticate({ clientId, issuer: "https://id.example.com" });
      const decoded = Buffer.from((headers.authorization ?? "").replace("Basic ", ""), "base64").toString("latin1");
      assert.match(decoded, /^[A-Za-z0-9.*_+%-]*:[A-Za-z0-9.*_+%-]*$/);
      const [id = "", password = ""] = decoded.split(":").map((part) => decodeURIComponent(part.replaceAll("+", " ")));
      assert.deepEqual([id, password], [clientId, secret]);
    }),
    { numRuns: 500 },
  );
});

test("writes ids and secrets raw so that the first colon parts them", async () => {
  const withoutColon = text.filter((value) => !value.includes(":"));
  await fc.assert(
    fc.asyncProperty(withoutColon, text, async (clientId, secret) => {
      const { headers } = await clientSecretBasic(secret, { encoding: "raw" }).authenticate({
        clientId,
        issuer: "https://id.example.com",
      });
      const decoded = Buffer.from((headers.authorization ?? "").replace("Basic ", ""), "base64").toString();
      const colon = decoded.indexOf(":");
      assert.deepEqual([decoded.slice(0, colon), decoded.slice(colon + 1)], [clientId, secret]);
    }),
  );
});
