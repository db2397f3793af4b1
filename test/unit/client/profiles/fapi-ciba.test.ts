import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../../../src/client/create-client.ts";
import { tlsClientAuth } from "../../../../src/client-auth/tls-client-auth.ts";
import { ConfigurationError } from "../../../../src/errors/families.ts";
import { issuer, json, type Members, startOfTime } from "../../../fixtures/fake-server.ts";
import { claimsOf, createFapiClient, createFapiServer, fapiOptions } from "../../../fixtures/fapi-server.ts";

const published = {
  pushed_authorization_request_endpoint: null,
  backchannel_authentication_endpoint: `${issuer}/bc-authorize`,
  backchannel_token_delivery_modes_supported: ["poll", "ping"],
  backchannel_authentication_request_signing_alg_values_supported: ["ES256"],
};
const message = { scope: "openid", login_hint: "ada", binding_message: "W4SCT" };

test("accepts a key, and poll or ping", async () => {
  assert.ok(createClient(await fapiOptions("fapi-ciba")));
  for (const backchannel_token_delivery_mode of ["poll", "ping"])
    assert.ok(createClient(await fapiOptions("fapi-ciba", { client: { backchannel_token_delivery_mode } })));
});

const refused: readonly (readonly [title: string, changes: Members, parameter: string, label: string])[] = [
  ["no key to sign requests with", { auth: tlsClientAuth(), key: undefined }, "key", "FAPI CIBA (draft) §4.1.2"],
  [
    "the mode push",
    { client: { backchannel_token_delivery_mode: "push" } },
    "client.backchannel_token_delivery_mode",
    "FAPI CIBA (draft) §4.1.1",
  ],
  [
    "what the security profile refuses",
    { clockToleranceSeconds: 61 },
    "clockToleranceSeconds",
    "FAPI 2.0 Security Profile §5.3.2.1",
  ],
];

for (const [title, changes, parameter, label] of refused) {
  test(`refuses ${title} (${label})`, async () => {
    const options = await fapiOptions("fapi-ciba", changes);
    assert.throws(
      () => createClient(options),
      (error) => {
        assert.ok(error instanceof ConfigurationError);
        assert.deepEqual([error.code, error.parameter], ["ERR_CONFIGURATION_PROFILE", parameter]);
        assert.equal(error.specification?.label, label);
        return true;
      },
    );
  });
}

/** What a client sends to the backchannel endpoint. */
async function start(parameters: object, options: object = {}, changes: Members = {}): Promise<URLSearchParams> {
  const server = await createFapiServer({ ...published, ...changes });
  const forms: URLSearchParams[] = [];
  const client = await createFapiClient(server, "fapi-ciba", {
    fetch: (url: string, init: RequestInit) => {
      if (!url.endsWith("/bc-authorize")) return server.fetch(url, init);
      forms.push(new URLSearchParams(String(init.body)));
      return Promise.resolve(json({ auth_req_id: "1c266114-a1be-4252-8ad1-04986c5b9ac1", expires_in: 120 }));
    },
  });
  await Reflect.apply(client.startBackchannelAuthentication, undefined, [parameters, options]);
  const [form] = forms;
  assert.ok(form !== undefined && forms.length === 1);
  return form;
}

test("signs the request, for a minute (FAPI CIBA (draft) §4.1.2)", async () => {
  const form = await start(message);
  assert.deepEqual([...form.keys()].sort(), ["client_assertion", "client_assertion_type", "client_id", "request"]);
  const { header, aud, nbf, exp, binding_message } = claimsOf(form.get("request") ?? "");
  const second = startOfTime / 1000;
  assert.deepEqual([header, aud], [{ alg: "ES256", kid: "key-ES256" }, issuer]);
  assert.deepEqual([nbf, exp, binding_message], [second, second + 60, "W4SCT"]);
});

test("takes authorization details in place of a binding message (FAPI CIBA (draft) §4.1.2)", async () => {
  const authorization_details = [{ type: "payment" }];
  const { authorization_details: sent } = claimsOf(
    (await start({ scope: "openid", login_hint: "ada", authorization_details })).get("request") ?? "",
  );
  assert.deepEqual(sent, [{ type: "payment" }]);
});

const refusedCalls: readonly (readonly [title: string, parameters: object, options: object, parameter: string])[] = [
  ["without a binding message", { scope: "openid", login_hint: "ada" }, {}, "binding_message"],
  ["in the mode push", message, { deliveryMode: "push" }, "deliveryMode"],
  ["that is signed already", { request: "a.b.c" }, {}, "request"],
];

for (const [title, parameters, options, parameter] of refusedCalls) {
  test(`starts no authentication ${title} (FAPI CIBA (draft) §4.1.2)`, async () => {
    await assert.rejects(start(parameters, options), { code: "ERR_CONFIGURATION_PROFILE", parameter });
  });
}

test("starts no authorization by a browser", async () => {
  const client = await createFapiClient(await createFapiServer(published), "fapi-ciba");
  await assert.rejects(client.startAuthorization(), { code: "ERR_CONFIGURATION_PROFILE" });
});

const refusedMetadata: readonly (readonly [changes: Members, parameter: string])[] = [
  [
    { backchannel_authentication_endpoint: null, backchannel_token_delivery_modes_supported: null },
    "backchannel_authentication_endpoint",
  ],
  [{ backchannel_token_delivery_modes_supported: ["push"] }, "backchannel_token_delivery_modes_supported"],
  [
    { backchannel_authentication_request_signing_alg_values_supported: ["RS256"] },
    "backchannel_authentication_request_signing_alg_values_supported",
  ],
  [{ tls_client_certificate_bound_access_tokens: null }, "tls_client_certificate_bound_access_tokens"],
];

for (const [changes, parameter] of refusedMetadata) {
  test(`refuses a server with ${JSON.stringify(changes)} (FAPI CIBA (draft) §4.1.1)`, async () => {
    await assert.rejects(start(message, {}, changes), { code: "ERR_CONFIGURATION_PROFILE", parameter });
  });
}
