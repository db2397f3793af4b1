import assert from "node:assert/strict";
import { test } from "node:test";
import { createRequestUri } from "../../../src/endpoints/request-object-uri.ts";

const contentType = "application/oauth-authz-req+jwt";

test("createRequestUri: gives the parameter and the answer of the host (RFC 9101 §5.2)", async () => {
  assert.deepEqual(await createRequestUri("https://app.example.com/r/1", "a.b.c"), {
    requestUri: "https://app.example.com/r/1",
    body: "a.b.c",
    contentType,
  });
});

test("createRequestUri: the digest is the fragment where the content may change (OpenID Connect Core §6.2)", async () => {
  const { requestUri } = await createRequestUri("http://localhost/r", "abc", { contentMayChange: true });
  assert.equal(requestUri, "http://localhost/r#ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
});

for (const url of [
  "http://app.example.com/r",
  "ftp://app.example.com/r",
  "urn:example:r",
  "/r",
  "",
  "https://app.example.com/r#x",
  "https://app.example.com/ä",
  `https://app.example.com/${"r".repeat(489)}`,
]) {
  test(`createRequestUri: refuses ${url.slice(0, 40)} (RFC 9101 §5.2)`, async () => {
    await assert.rejects(createRequestUri(url, "a.b.c"), { code: "ERR_CONFIGURATION_OPTION", parameter: "url" });
  });
}
