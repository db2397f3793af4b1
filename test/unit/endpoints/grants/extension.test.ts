import assert from "node:assert/strict";
import { test } from "node:test";
import { extensionGrant } from "../../../../src/endpoints/grants/extension.ts";
import { createFakeServer, type Members } from "../../../fixtures/fake-server.ts";
import { assertRefused } from "../../../fixtures/refusals.ts";
import { scripted } from "../scripted.ts";

const grant_type = "https://x.example/grant";
const tokens = { access_token: "access-secret-1", token_type: "Bearer" };

const refused: readonly (readonly [title: string, message: Members, code: string])[] = [
  ["a short name", { grant_type: "password" }, "ERR_CONFIGURATION_OPTION"],
  ["a relative reference", { grant_type: "//x.example/grant" }, "ERR_CONFIGURATION_OPTION"],
  ["no grant type", {}, "ERR_CONFIGURATION_OPTION"],
  ["a grant type that is no text", { grant_type: 1 }, "ERR_CONFIGURATION_OPTION"],
  ...["device_code", "token-exchange", "jwt-bearer", "saml2-bearer"].map(
    (name) =>
      [
        `the grant ${name}`,
        { grant_type: `urn:ietf:params:oauth:grant-type:${name}` },
        "ERR_CONFIGURATION_OPTION",
      ] as const,
  ),
  ["the grant ciba", { grant_type: "urn:openid:params:grant-type:ciba" }, "ERR_CONFIGURATION_OPTION"],
  ...["client_id", "client_secret", "client_assertion", "client_assertion_type"].map(
    (name) => [`the parameter ${name}`, { grant_type, [name]: "x" }, "ERR_CONFIGURATION_PARAMETER_RESERVED"] as const,
  ),
  ["null", { grant_type, a: null }, "ERR_CONFIGURATION_OPTION"],
  ["an object", { grant_type, toString: { b: 1 } }, "ERR_CONFIGURATION_OPTION"],
  ["a list of numbers", { grant_type, a: [1] }, "ERR_CONFIGURATION_OPTION"],
  ["a scope that is none", { grant_type, scope: "a  b" }, "ERR_VALIDATION_REQUEST"],
];

for (const [title, message, code] of refused) {
  test(`extensionGrant: refuses ${title} before anything is sent (RFC 6749 §4.5)`, async () => {
    const { context, requests } = scripted(await createFakeServer(), [tokens]);
    const call = extensionGrant(context, JSON.parse(JSON.stringify(message)));
    await assertRefused(call, code.startsWith("ERR_VALID") ? "ValidationError" : "ConfigurationError", code);
    assert.equal(requests.length, 0);
  });
}

test("extensionGrant: authorization_details are JSON, resource is repeated", async () => {
  const { context, requests } = scripted(await createFakeServer(), [tokens]);
  await extensionGrant(context, {
    grant_type,
    resource: ["https://a", "https://b"],
    authorization_details: [{ type: "t" }],
  });
  const form = requests[0]?.form;
  assert.deepEqual(form?.getAll("resource"), ["https://a", "https://b"]);
  assert.equal(form?.get("authorization_details"), '[{"type":"t"}]');
});
