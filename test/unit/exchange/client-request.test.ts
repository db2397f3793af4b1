import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenRequestClientCredentialsSchema } from "../../../generated/messages/token-request-client-credentials.ts";
import type { ClientAuthentication } from "../../../src/client-auth/client-authentication.ts";
import type { ConfigurationError } from "../../../src/errors/families.ts";
import { buildClientRequest } from "../../../src/exchange/client-request.ts";
import { createExchangeContext } from "../../../src/exchange/create-context.ts";

const metadata = {
  issuer: "https://id.example",
  response_types_supported: [],
  token_endpoint: "https://id.example/token",
  token_endpoint_auth_signing_alg_values_supported: ["RS256"],
};

type Authenticated = Parameters<ClientAuthentication["authenticate"]>[0];

async function build(changes: Readonly<Record<string, unknown>> = {}): Promise<readonly [string, Authenticated]> {
  const seen: Authenticated[] = [];
  const auth: ClientAuthentication = {
    method: "client_secret_post",
    authenticate: async (context) => {
      seen.push(context);
      return { headers: {}, body: { client_id: "web", client_secret: "s 1" } };
    },
  };
  const context = createExchangeContext({ metadata: { ...metadata, ...changes }, clientId: "web", auth });
  const { body } = await buildClientRequest(
    context,
    {
      endpoint: "token_endpoint",
      schema: tokenRequestClientCredentialsSchema,
      message: { grant_type: "client_credentials" },
    },
    { extra: { audience: "a" } },
  );
  const [first] = seen;
  assert.ok(first);
  return [body, first];
}

test("buildClientRequest: message, extra parameters, then the authentication", async () => {
  const [body, seen] = await build();
  assert.equal(body, "grant_type=client_credentials&audience=a&client_id=web&client_secret=s+1");
  assert.equal(seen.tokenEndpoint, "https://id.example/token");
  assert.deepEqual(seen.signingAlgorithms, ["RS256"]);
});

test("buildClientRequest: an assertion may use the algorithms of the endpoint's own list (RFC 8414 §2)", async () => {
  const [, seen] = await build({ token_endpoint_auth_signing_alg_values_supported: ["ES256"] });
  assert.deepEqual(seen.signingAlgorithms, ["ES256"]);
});

test("buildClientRequest: no list, no limit", async () => {
  const [, seen] = await build({ token_endpoint_auth_signing_alg_values_supported: undefined });
  assert.equal(seen.signingAlgorithms, undefined);
});

test("buildClientRequest: names the endpoint that the server does not have", async () => {
  await assert.rejects(build({ token_endpoint: undefined }), (error: ConfigurationError) => {
    assert.equal(error.code, "ERR_CONFIGURATION_METADATA_MISSING");
    assert.equal(error.parameter, "token_endpoint");
    return true;
  });
});
