import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { clientSecretBasic } from "../../../src/client-auth/client-secret-basic.ts";

async function credentialsOf(clientId: string, secret: string, encoding?: "form" | "raw"): Promise<string> {
  const { headers, body } = await clientSecretBasic(secret, { encoding }).authenticate({
    clientId,
    issuer: "https://id.example.com",
  });
  assert.deepEqual(body, {});
  assert.deepEqual(Object.keys(headers), ["authorization"]);
  const [scheme, credentials = ""] = (headers.authorization ?? "").split(" ");
  assert.equal(scheme, "Basic");
  return Buffer.from(credentials, "base64").toString();
}

test("sends the example of the specification (RFC 6749 §2.3.1)", async () => {
  const { headers } = await clientSecretBasic("7Fjfp0ZBr1KtDRbnfVdmIw").authenticate({
    clientId: "s6BhdRkqt3",
    issuer: "https://id.example.com",
  });
  assert.deepEqual(headers, { authorization: "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3" });
});

for (const [title, clientId, secret, want] of [
  ["leaves letters, digits, - . _ and * alone", "my-client.id_1*", "a-b.c_d*e", "my-client.id_1*:a-b.c_d*e"],
  ["writes a space as +", "a b", "c d", "a+b:c+d"],
  ["encodes colon, plus, percent and tilde", "https://x", "a+b%c~d", "https%3A%2F%2Fx:a%2Bb%25c%7Ed"],
  ["encodes UTF-8", "äé", "€😀", "%C3%A4%C3%A9:%E2%82%AC%F0%9F%98%80"],
  ["encodes ! ' ( ) and &=", "!'()", "&=", "%21%27%28%29:%26%3D"],
] as const) {
  test(`${title} before Base64 (RFC 6749 §2.3.1)`, async () => {
    assert.equal(await credentialsOf(clientId, secret), want);
    assert.equal(await credentialsOf(clientId, secret, "form"), want);
  });
}

test("sends id and secret as they are when asked to, in UTF-8", async () => {
  assert.equal(await credentialsOf("ä b", "a+b%c:d€", "raw"), "ä b:a+b%c:d€");
});

test("refuses a client_id with a colon when sent raw, and only then (RFC 6749 §2.3.1)", async () => {
  await assert.rejects(credentialsOf("https://x", "secret", "raw"), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "client_id",
  });
  assert.equal(await credentialsOf("https://x", "secret", "form"), "https%3A%2F%2Fx:secret");
});

test("refuses an empty secret at once", () => {
  assert.throws(() => clientSecretBasic(""), { code: "ERR_CONFIGURATION_KEY", parameter: "client_secret" });
  const unset = JSON.parse("{}").secret;
  assert.throws(() => clientSecretBasic(unset), { code: "ERR_CONFIGURATION_KEY" });
});

test("shows no secret when inspected or serialised", () => {
  const authentication = clientSecretBasic("top-secret-value");
  assert.equal(authentication.method, "client_secret_basic");
  assert.doesNotMatch(
    inspect(authentication, { depth: 9, showHidden: true }) + JSON.stringify(authentication),
    /top-secret/,
  );
});

for (const encoding of ["Form", "utf-8", "", null, true]) {
  test(`refuses the encoding ${JSON.stringify(encoding)} at once`, () => {
    const options = JSON.parse(JSON.stringify({ encoding }));
    assert.throws(() => clientSecretBasic("secret", options), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "encoding",
    });
  });
}
