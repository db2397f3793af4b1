import assert from "node:assert/strict";
import { test } from "node:test";
import { clientAttestation } from "../../../src/client-auth/attestation.ts";
import { fetchAttestationChallenge } from "../../../src/endpoints/attestation-challenge.ts";
import { fetchToken } from "../../../src/endpoints/token.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { sharedKey, signJws } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { contextOf } from "../exchange/answers.ts";

const issuer = "https://id.example.com";
const metadata = {
  issuer,
  response_types_supported: ["code"],
  token_endpoint: `${issuer}/token`,
  challenge_endpoint: `${issuer}/challenge`,
};

function serverThat(respond: () => Response) {
  const sent: { readonly url: string; readonly init: RequestInit }[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    sent.push({ url, init });
    return respond();
  };
  return { sent, context: contextOf({ metadata, http: createHttp({ fetch }) }) };
}

test("fetchAttestationChallenge: posts without a body or credentials, and gives the challenge (draft)", async () => {
  const { sent, context } = serverThat(() => Response.json({ attestation_challenge: "abc" }));
  assert.equal(await fetchAttestationChallenge(context), "abc");
  assert.equal(sent[0]?.url, "https://id.example.com/challenge");
  assert.equal(sent[0]?.init.method, "POST");
  assert.equal(sent[0]?.init.body, undefined);
  assert.equal(new Headers(sent[0]?.init.headers).get("authorization"), null);
});

test("fetchAttestationChallenge: a server may give none", async () => {
  const { context } = serverThat(() => Response.json({}));
  assert.equal(await fetchAttestationChallenge(context), undefined);
});

const refusals: readonly [title: string, respond: () => Response, name: string, code: string][] = [
  ["404", () => new Response("", { status: 404 }), "ResponseError", "ERR_RESPONSE_STATUS"],
  [
    "HTML",
    () => new Response("<p>", { headers: { "content-type": "text/html" } }),
    "ResponseError",
    "ERR_RESPONSE_CONTENT_TYPE",
  ],
  ["a number", () => Response.json({ attestation_challenge: 1 }), "ValidationError", "ERR_VALIDATION_RESPONSE"],
];
for (const [title, respond, name, code] of refusals) {
  test(`fetchAttestationChallenge: refuses ${title}`, async () => {
    await assertRefused(fetchAttestationChallenge(serverThat(respond).context), name, code);
  });
}

test("fetchAttestationChallenge: needs a challenge endpoint", async () => {
  await assertRefused(
    fetchAttestationChallenge(contextOf()),
    "ConfigurationError",
    "ERR_CONFIGURATION_METADATA_MISSING",
  );
});

test("fetchToken: after use_attestation_challenge the next request holds the challenge that came with it (draft)", async () => {
  const answers = [
    Response.json(
      { error: "use_attestation_challenge" },
      { status: 400, headers: { "OAuth-Client-Attestation-Challenge": "fresh" } },
    ),
    Response.json({ access_token: "a", token_type: "Bearer" }),
  ];
  const { sent, context } = serverThat(() => answers.shift() ?? assert.fail("nothing is repeated"));
  const { privateKey, jwk } = await sharedKey("installation");
  const claims = { sub: "client-1", exp: 2_000, cnf: { jwk } };
  const attestation = await signJws(
    { alg: "RS256", typ: "oauth-client-attestation+jwt" },
    claims,
    await sharedKey("main"),
  );
  const attested = { ...context, auth: clientAttestation({ attestation, key: privateKey }) };
  const request = { grant_type: "client_credentials" } as const;
  await assertRefused(fetchToken(attested, request), "OAuthError", "ERR_OAUTH_RESPONSE");
  assert.equal((await fetchToken(attested, request)).access_token, "a");
  const challenges = sent.map(({ init }) => {
    const [, payload = ""] = (new Headers(init.headers).get("oauth-client-attestation-pop") ?? "").split(".");
    return JSON.parse(Buffer.from(payload, "base64url").toString()).challenge;
  });
  assert.deepEqual(challenges, [undefined, "fresh"]);
  assert.equal(sent[1]?.init.body, "grant_type=client_credentials&client_id=client-1");
});
