import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as constants from "../../src/constants/index.ts";

const specs = new URL("../../specs/", import.meta.url);

/**
 * Each group with the names that may stand in it; no registry lists scopes, so OpenID Connect Core §5.4 and §11 do, nor the
 * words of the session frame, so OpenID Connect Session Management §3.2 does.
 */
const groups: Readonly<Record<keyof typeof constants, () => ReadonlySet<string>>> = {
  checkSessionReplies: () => new Set(["changed", "unchanged", "error"]),
  clientAssertionTypes: () => registered("oauth-uris"),
  clientAuthenticationMethods: () => registered("oauth-client-auth-methods"),
  codeChallengeMethods: () => registered("oauth-pkce-methods"),
  grantTypes: () => registered("grant-types"),
  headerFields: () => new Set([...registered("http-fields")].map((name) => name.toLowerCase())),
  jwtClaims: () => new Set([...registered("jwt-claims"), ...unregistered("id-token-claim")]),
  oauthErrors: () => registered("oauth-extension-errors"),
  promptValues: () => openEnum("oidc-core/authorization-request", "prompt", "oidc-prompt-create/authorization-request"),
  responseModes: () => registered("response-modes"),
  responseTypes: () => registered("oauth-response-types"),
  scopes: () => new Set(["openid", "profile", "email", "address", "phone", "offline_access"]),
  tokenTypes: () => registered("oauth-token-types"),
  wellKnownPaths: () => new Set([...registered("well-known-uris")].map((name) => `/.well-known/${name}`)),
};

for (const [group, names] of Object.entries(groups)) {
  test(`constants: ${group} holds registered names only, each once`, () => {
    const values = valuesOf(group);
    const known = names();
    assert.deepEqual(
      values.filter((value) => !known.has(value)),
      [],
    );
    assert.equal(new Set(values).size, values.length);
    assert.ok(values.length > 0);
  });
}

test("constants: every group is held against a registry", () => {
  assert.deepEqual(Object.keys(constants).sort(), Object.keys(groups).sort());
});

function valuesOf(group: string): readonly string[] {
  const found = Object.entries(constants).find(([name]) => name === group);
  return found === undefined ? [] : Object.values(found[1]);
}

function registered(registry: string): ReadonlySet<string> {
  return new Set(rows(registry).map(({ name }) => name));
}

function unregistered(kind: string): readonly string[] {
  return rows("unregistered-names")
    .filter((row) => row.kind === kind)
    .map(({ name }) => name);
}

/** Well-known values of a member, as the contributions of several documents list them. */
function openEnum(contribution: string, member: string, ...others: readonly string[]): ReadonlySet<string> {
  const values = [contribution, ...others].flatMap((path) => {
    const schema: Contribution = JSON.parse(readFileSync(new URL(`${path}.schema.json`, specs), "utf8"));
    return schema.properties[member]?.["x-open-enum"] ?? [];
  });
  return new Set(values);
}

function rows(registry: string): readonly Row[] {
  return JSON.parse(readFileSync(new URL(`registries/${registry}.json`, specs), "utf8"));
}

interface Row {
  readonly name: string;
  readonly kind?: string;
}

interface Contribution {
  readonly properties: Readonly<Record<string, { readonly "x-open-enum"?: readonly string[] }>>;
}
