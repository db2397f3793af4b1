import assert from "node:assert/strict";
import { test } from "node:test";
import { toleranceDeviations } from "../../generated/tolerances.ts";
import type { ToleranceName } from "../../src/tolerances.ts";
import { type Body, judge, loadSnapshot, type Snapshot } from "./judge.ts";
import { listSnapshots } from "./providers.ts";

const every: readonly ToleranceName[] = Object.keys(toleranceDeviations).filter(
  (name): name is ToleranceName => name in toleranceDeviations,
);

/** A value for a member, or `absent`. */
type Change = readonly [member: string, value: unknown];

const absent = Symbol("absent");

/**
 * Changes of members that carry trust. Where null, an empty value or absence means that the server does not offer something, it is
 * no attack and not here: the call that would need the member fails.
 */
const always: Readonly<Record<string, readonly Change[]>> = {
  metadata: [
    ["issuer", absent],
    ["issuer", null],
    ["issuer", ""],
    ["issuer", 1],
    ["issuer", []],
    ["issuer", "http://id.example.com"],
    ["issuer", "https://evil.example"],
  ],
  "token-response": [
    ["access_token", absent],
    ["access_token", null],
    ["access_token", ""],
    ["access_token", 1],
    ["access_token", "a\r\nb"],
    ["token_type", "DPoP"],
    ["token_type", "mac"],
    ["token_type", "N_A"],
    ["token_type", 1],
    ["token_type", ["Bearer"]],
    ["id_token", "no-jwt"],
    ["id_token", 1],
    ["id_token", { sub: "user-1" }],
    ["id_token", ["a.b.c"]],
    ["refresh_token", 1],
    ["refresh_token", ["a"]],
    ["expires_in", -1],
    ["expires_in", "soon"],
  ],
  "userinfo-response": [
    ["sub", absent],
    ["sub", null],
    ["sub", ""],
    ["sub", 1],
    ["sub", ["user-1"]],
    ["sub", "another-user"],
    ["iss", 1],
    ["iss", ["https://id.example.com"]],
    ["aud", 1],
    ["aud", [1]],
    ["aud", {}],
  ],
  "id-token": [
    ...["iss", "sub", "aud", "exp", "iat"].flatMap((name): readonly Change[] => [
      [name, absent],
      [name, null],
      [name, ""],
      [name, []],
      [name, {}],
    ]),
    ["iss", 1],
    ["iss", "accounts.example.com"],
    ["iss", "https://evil.example"],
    ["sub", 1],
    ["aud", 1],
    ["aud", [1]],
    ["aud", "another-client"],
    ["azp", "another-client"],
    ["exp", "1700003600"],
    ["iat", "1700000000"],
    ["azp", 1],
    ["nonce", 1],
    ["nonce", null],
    ["nonce", "of-another-login"],
    ["at_hash", 1],
    ["c_hash", null],
    ["acr", 1],
  ],
  "introspection-response": [
    ["active", absent],
    ["active", null],
    ["active", "true"],
    ["active", "false"],
    ["active", ""],
    ["active", 1],
    ["sub", 1],
    ["sub", null],
    ["iss", 1],
    ["aud", 1],
    ["aud", null],
    ["client_id", 1],
    ["exp", "soon"],
    ["exp", null],
    ["cnf", "key"],
    ["cnf", null],
    ["token_type", 1],
  ],
  "device-authorization-response": [
    ["device_code", absent],
    ["device_code", null],
    ["device_code", ""],
    ["device_code", 1],
    ["user_code", absent],
    ["user_code", ""],
    ["verification_uri", "javascript:alert(1)"],
    ["verification_uri", 1],
    ["verification_uri_complete", "javascript:alert(1)"],
    ["expires_in", absent],
    ["expires_in", "soon"],
  ],
};

const endpoints: readonly string[] = [
  "authorization_endpoint",
  "token_endpoint",
  "userinfo_endpoint",
  "jwks_uri",
  "revocation_endpoint",
  "introspection_endpoint",
  "device_authorization_endpoint",
  "end_session_endpoint",
  "registration_endpoint",
  "pushed_authorization_request_endpoint",
  "backchannel_authentication_endpoint",
];

/** Whatever the snapshot itself offers of these, wrong. */
const whenOffered: readonly Change[] = [
  ...endpoints.flatMap((name): readonly Change[] => [
    [name, "http://id.example.com/x"],
    [name, "https://user:secret@id.example.com/x"],
    [name, "/relative"],
    [name, 1],
    [name, ["https://id.example.com/x"]],
  ]),
  ...[
    "id_token_signing_alg_values_supported",
    "token_endpoint_auth_signing_alg_values_supported",
    "userinfo_signing_alg_values_supported",
    "request_object_signing_alg_values_supported",
  ].flatMap((name): readonly Change[] => [
    [name, "RS256"],
    [name, [1]],
    [name, null],
    [name, ""],
    [name, []],
    [name, {}],
  ]),
  ["authorization_response_iss_parameter_supported", "true"],
  ["authorization_response_iss_parameter_supported", null],
  ["require_pushed_authorization_requests", "false"],
  ["require_pushed_authorization_requests", null],
  ["mtls_endpoint_aliases", { token_endpoint: "http://id.example.com/token" }],
];

function changesOf({ message, body = {} }: Snapshot): readonly Change[] {
  if (!message.endsWith("-metadata")) return always[message] ?? [];
  return [...(always.metadata ?? []), ...whenOffered.filter(([member]) => Object.hasOwn(body, member))];
}

function change(body: Body, [member, value]: Change): Body {
  const { [member]: _replaced, ...rest } = body;
  return value === absent ? rest : { ...rest, [member]: value };
}

const attacked = listSnapshots().filter((path) => changesOf(loadSnapshot(path)).length > 0);

for (const path of attacked) {
  test(`snapshots: no tolerance admits ${path} with a changed member that carries trust`, async () => {
    const snapshot = loadSnapshot(path);
    const given = snapshot.body ?? Object.fromEntries(new URLSearchParams(snapshot.text));
    const { text: _form, contentType: _type, ...answer } = snapshot;
    const admitted: string[] = [];
    for (const one of changesOf(snapshot)) {
      const verdict = await judge({ ...answer, body: change(given, one) }, every);
      if (verdict.refused.length === 0) admitted.push(`${one[0]}: ${String(JSON.stringify(one[1]) ?? "absent")}`);
    }
    assert.deepEqual(admitted, []);
  });
}

test("snapshots: enough of them are attacked, and what is attacked is otherwise admitted", async () => {
  assert.ok(attacked.length >= 70, `attacked ${attacked.length} snapshots only`);
  const refused: string[] = [];
  for (const path of attacked) {
    const verdict = await judge(loadSnapshot(path), every);
    if (verdict.refused.length > 0) refused.push(path);
  }
  assert.deepEqual(refused, [
    "github/userinfo-response",
    "linkedin/userinfo-response-locale",
    "microsoft-entra/openid-configuration-common",
    "paypal/userinfo-response-paypalv1",
  ]);
});

test("snapshots: form text with a token type that is not understood stays refused", async () => {
  const snapshot = loadSnapshot("github/token-response-form");
  for (const text of [
    "access_token=gho_invented&token_type=mac",
    "access_token=&token_type=bearer",
    "token_type=bearer",
    "access_token=a&access_token=b&token_type=bearer",
  ]) {
    assert.notDeepEqual((await judge({ ...snapshot, text }, every)).refused, [], text);
  }
});

test("snapshots: the issuer template of Entra's common endpoint is refused for every way to ask (RFC 8414 §3.3)", async () => {
  const snapshot = loadSnapshot("microsoft-entra/openid-configuration-common");
  const tenant = "11111111-2222-3333-4444-555555555555";
  for (const name of ["common", "organizations", tenant]) {
    const issuer = `https://login.microsoftonline.com/${name}/v2.0`;
    const asked = { ...snapshot, issuer, url: `${issuer}/.well-known/openid-configuration` };
    assert.deepEqual((await judge(asked, every)).refused, ["ERR_VERIFICATION_ISSUER"]);
  }
});
