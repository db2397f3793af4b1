import assert from "node:assert/strict";
import { test } from "node:test";
import { logIn } from "../../examples/demo/login-driver.ts";
import { AuthError, createClient, OAuthError, ValidationError } from "../../src/index.ts";
import { createBrokenProvider } from "../providers/broken-provider.ts";
import { type TraitName, traits } from "../providers/traits.ts";

/** Each way to be broken, alone: the code of the error, and the members that it must name. */
const expectations: Readonly<Record<TraitName, readonly [code: string, ...pointers: string[]]>> = {
  "metadata-lists-as-text": ["ERR_VALIDATION_METADATA", "/response_types_supported", "/scopes_supported"],
  "metadata-booleans-as-text": ["ERR_VALIDATION_METADATA", "/claims_parameter_supported"],
  "metadata-null": ["ERR_VALIDATION_METADATA", "/subject_types_supported"],
  "metadata-number-in-list": ["ERR_VALIDATION_METADATA", "/code_challenge_methods_supported/1"],
  "metadata-endpoint-relative": ["ERR_VALIDATION_METADATA", "/userinfo_endpoint"],
  "metadata-algorithms-missing": ["ERR_VALIDATION_METADATA", "/id_token_signing_alg_values_supported"],
  "issuer-trailing-slash": ["ERR_VERIFICATION_ISSUER"],
  "jwks-keys-object": ["ERR_VALIDATION_RESPONSE", "/keys"],
  "authorization-response-other-iss": ["ERR_VERIFICATION_ISSUER"],
  "expires-in-text": ["ERR_VALIDATION_RESPONSE", "/expires_in"],
  "token-type-missing": ["ERR_VALIDATION_RESPONSE", "/token_type"],
  "scope-array": ["ERR_VALIDATION_RESPONSE", "/scope"],
  "refresh-token-null": ["ERR_VALIDATION_RESPONSE", "/refresh_token"],
  "userinfo-booleans-as-text": ["ERR_VALIDATION_RESPONSE", "/email_verified"],
  "userinfo-iso-date": ["ERR_VALIDATION_RESPONSE", "/updated_at"],
  "userinfo-address-text": ["ERR_VALIDATION_RESPONSE", "/address"],
  "userinfo-without-sub": ["ERR_VALIDATION_RESPONSE", "/sub"],
  "userinfo-other-sub": ["ERR_VERIFICATION_SUBJECT"],
  "token-error-own-words": ["ERR_RESPONSE_STATUS"],
};

for (const name of Object.keys(traits).filter(isTraitName)) {
  const [code, ...pointers] = expectations[name];
  test(`refuses a provider that ${traits[name].summary}`, async () => {
    const error = await failureWith([name]);
    assert.ok(error instanceof AuthError, String(error));
    assert.equal(error.code, code);
    const named = error instanceof ValidationError ? error.issues.map(({ pointer }) => pointer) : [];
    assert.deepEqual([...named].sort(), [...pointers].sort());
  });
}

test("names the problems of every trait at once, each with a section", async () => {
  const error = await failureWith([
    "userinfo-without-sub",
    "userinfo-booleans-as-text",
    "userinfo-iso-date",
    "userinfo-address-text",
  ]);
  assert.ok(error instanceof ValidationError);
  assert.deepEqual(error.issues.map(({ pointer }) => pointer).sort(), [
    "/address",
    "/email_verified",
    "/sub",
    "/updated_at",
  ]);
  for (const { pointer, specification } of error.issues) assert.ok(specification?.label.includes("§"), pointer);
});

test("finds nothing wrong with the provider when it has no trait", async () => {
  const error = await failureWith([]);
  assert.ok(error instanceof OAuthError, String(error));
  assert.equal(error.error, "invalid_grant", "only the replayed code at the end is refused");
});

/** Logs in, asks for userinfo, then replays the code, which every provider refuses: the error that comes first. */
async function failureWith(names: readonly TraitName[]): Promise<unknown> {
  const provider = await createBrokenProvider({ traits: names });
  try {
    const client = createClient({ issuer: provider.issuer, client: provider.client, timeoutMs: 5000 });
    const { url, transaction } = await client.startAuthorization({ scope: "openid profile email" });
    const callbackUrl = await logIn(url, { redirectUri: transaction.redirectUri });
    const tokens = await client.finishAuthorization(callbackUrl, transaction);
    await client.userInfo(tokens);
    await client.finishAuthorization(callbackUrl, transaction);
  } catch (error) {
    return error;
  } finally {
    await provider.close();
  }
  return undefined;
}

function isTraitName(name: string): name is TraitName {
  return Object.hasOwn(traits, name);
}
