import assert from "node:assert/strict";
import { test } from "node:test";
import { readBasic } from "../../../../src/provider/client-authentication/client-secret-basic.ts";
import { basic, createTestProvider } from "../../../fixtures/provider/clientauth-provider.ts";

const secret = "client-secret-0123456789";
const clients = [{ client_id: "web", client_secret: secret, grant_types: ["client_credentials"] }] as const;

const readable: readonly (readonly [title: string, pair: string, id: string, secret: string])[] = [
  ["plain halves", "web:secret", "web", "secret"],
  ["a plus is a space", "a+b:c+d", "a b", "c d"],
  ["what is encoded is decoded", "a%3Ab:p%25%3A%2B+%C3%A9", "a:b", "p%:+ é"],
  ["a colon in the second half belongs to it", "web:a:b:", "web", "a:b:"],
];
for (const [title, pair, clientId, given] of readable)
  test(`client_secret_basic: ${title} (RFC 6749 §2.3.1)`, () => {
    const expected = { via: "basic", clientId, secret: given };
    assert.deepEqual(readBasic(`Basic ${btoa(pair)}`), expected);
    assert.deepEqual(readBasic(`bASIC  ${btoa(pair)} `), expected);
  });

test("client_secret_basic: UTF-8 that is not encoded as form text is read as it is (RFC 7617 §2.1)", () => {
  const read = readBasic(`Basic ${Buffer.from("wéb:sécret").toString("base64")}`);
  assert.deepEqual(read, { via: "basic", clientId: "wéb", secret: "sécret" });
});

const malformed: readonly (readonly [title: string, field: string])[] = [
  ["the scheme alone", "Basic"],
  ["the scheme and a space", "Basic "],
  ["no colon", `Basic ${btoa("web")}`],
  ["a colon that is encoded", `Basic ${btoa("web%3Asecret")}`],
  ["text that is no Base64", "basic x"],
  ["Base64 without its padding", "Basic d2ViOng"],
  ["Base64 with bits beyond its end", "Basic d2ViOnh="],
  ["the alphabet of URLs", "Basic d2ViOj8_"],
  ["a space inside", "Basic d2Vi OnNl"],
  ["a percent sign that encodes nothing", `Basic ${btoa("web:%zz")}`],
  ["a percent sign at the end", `Basic ${btoa("web:abc%")}`],
  ["octets that are no UTF-8", `Basic ${Buffer.from([0x77, 0x3a, 0xff]).toString("base64")}`],
  ["encoded octets that are no UTF-8", `Basic ${btoa("web:%ff")}`],
  ["an empty secret", `Basic ${btoa("web:")}`],
  ["an empty id", `Basic ${btoa(":secret")}`],
  ["two fields that were joined", `Basic ${btoa("web:x")}, Basic ${btoa("web:y")}`],
  ["more than 8 KiB", `Basic ${btoa(`web:${"x".repeat(8192)}`)}`],
  ["a bearer token", "Bearer abc"],
  ["a DPoP token", "DPoP abc"],
  ["nothing", ""],
];
for (const [title, field] of malformed)
  test(`client_secret_basic: ${title} authenticates nobody, and nothing else is tried (RFC 7617 §2)`, async () => {
    assert.equal(readBasic(field).via, "malformed");
    const { post, events } = createTestProvider({ clients });
    const form = { grant_type: "client_credentials", client_id: "web" };
    const { status, json, headers } = await post({ path: "/token", form, headers: { authorization: field } });
    assert.deepEqual([status, json.error], [401, "invalid_client"]);
    assert.match(headers.get("www-authenticate") ?? "", /^Basic realm=/);
    assert.equal(events.filter(({ type }) => type === "client.authentication-failed").length, 1);
  });

test("client_secret_basic: the secret that is registered is accepted, and no other", async () => {
  const { post } = createTestProvider({ clients });
  const form = { grant_type: "client_credentials" };
  assert.equal((await post({ path: "/token", form, headers: basic("web", secret) })).status, 200);
  for (const wrong of [`${secret}x`, secret.slice(1), secret.toUpperCase()])
    assert.equal((await post({ path: "/token", form, headers: basic("web", wrong) })).status, 401);
});
