import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createIntrospectionScene,
  goodAnswer,
  refusalOf,
  requestWith,
  serverOf,
  startMs,
} from "../../fixtures/resource-server-scene.ts";

type Members = Readonly<Record<string, unknown>>;
const now = startMs / 1000;

async function refused(answer: Members, settings: Parameters<typeof serverOf>[1] = {}) {
  const scene = createIntrospectionScene();
  scene.respond = () => Response.json(answer);
  const server = serverOf(scene, settings);
  const [code, refusal] = await refusalOf(server, server.authenticate(requestWith("opaque-1")));
  return [code, refusal.status, refusal.challenge] as const;
}

const notAccepted = 'Bearer error="invalid_token", error_description="The access token is not accepted here."';
const expired = 'Bearer error="invalid_token", error_description="The access token has expired."';
const invalidBinding = 'Bearer error="invalid_token", error_description="Invalid key binding."';

const cases: readonly (readonly [what: string, answer: Members, code: string, challenge: string])[] = [
  ["is not good (RFC 7662 §2.2)", { active: false }, "ERR_VERIFICATION_TOKEN_INACTIVE", notAccepted],
  ["is of another issuer", goodAnswer({ iss: "https://evil.example.com" }), "ERR_VERIFICATION_ISSUER", notAccepted],
  ["has no audience (RFC 7662 §4)", goodAnswer({ aud: undefined }), "ERR_VERIFICATION_AUDIENCE", notAccepted],
  [
    "is for another resource",
    goodAnswer({ aud: "https://files.example.com" }),
    "ERR_VERIFICATION_AUDIENCE",
    notAccepted,
  ],
  ["has a longer audience", goodAnswer({ aud: "https://api.example.com/" }), "ERR_VERIFICATION_AUDIENCE", notAccepted],
  ["is over, whatever active says", goodAnswer({ exp: now - 31 }), "ERR_VERIFICATION_EXPIRED", expired],
  ["begins later", goodAnswer({ nbf: now + 31 }), "ERR_VERIFICATION_NOT_YET_VALID", notAccepted],
  ["is dated in the future", goodAnswer({ iat: now + 31 }), "ERR_VERIFICATION_ISSUED_AT", notAccepted],
  [
    "is a refresh token by its type",
    goodAnswer({ token_type: "refresh_token" }),
    "ERR_VERIFICATION_TOKEN_TYPE",
    notAccepted,
  ],
  ["is a refresh token by typ", goodAnswer({ typ: "Refresh" }), "ERR_VERIFICATION_TOKEN_TYPE", notAccepted],
  ["is an ID token by typ", goodAnswer({ typ: "ID" }), "ERR_VERIFICATION_TOKEN_TYPE", notAccepted],
  [
    "is a refresh token by token_use",
    goodAnswer({ token_use: "refresh_token" }),
    "ERR_VERIFICATION_TOKEN_TYPE",
    notAccepted,
  ],
  [
    "is bound to a key that nobody names",
    goodAnswer({ token_type: "DPoP" }),
    "ERR_VERIFICATION_TOKEN_BINDING",
    invalidBinding,
  ],
  [
    "is bound to a DPoP key that is not shown (RFC 9449 §6.2)",
    goodAnswer({ token_type: "DPoP", cnf: { jkt: "A".repeat(43) } }),
    "ERR_VERIFICATION_TOKEN_BINDING",
    invalidBinding,
  ],
  [
    "is bound to a certificate that the connection lacks (RFC 8705 §3.2)",
    goodAnswer({ cnf: { "x5t#S256": "A".repeat(43) } }),
    "ERR_VERIFICATION_TOKEN_BINDING",
    invalidBinding,
  ],
  [
    "is of DPoP by typ, and bound to a key that nobody names (RFC 9449 §6.2)",
    goodAnswer({ token_type: undefined, typ: "DPoP" }),
    "ERR_VERIFICATION_TOKEN_BINDING",
    invalidBinding,
  ],
  [
    "is of DPoP, and names a certificate in place of a key",
    goodAnswer({ token_type: "dpop", cnf: { "x5t#S256": "A".repeat(43) } }),
    "ERR_VERIFICATION_TOKEN_BINDING",
    invalidBinding,
  ],
  [
    "is bound to a DPoP key, without a type",
    goodAnswer({ token_type: undefined, cnf: { jkt: "A".repeat(43) } }),
    "ERR_VERIFICATION_TOKEN_BINDING",
    invalidBinding,
  ],
  [
    "is of a type that is none of an access token",
    goodAnswer({ token_type: "N_A" }),
    "ERR_VERIFICATION_TOKEN_TYPE",
    notAccepted,
  ],
  ["is bound in an unknown way", goodAnswer({ cnf: { kid: "a" } }), "ERR_VERIFICATION_TOKEN_BINDING", invalidBinding],
];

for (const [what, answer, code, challenge] of cases) {
  test(`introspection: an answer about a token that ${what} is refused`, async () => {
    assert.deepEqual(await refused(answer), [code, 401, challenge]);
  });
}

test("introspection: a token that is bound to nothing is refused where bindings are required", async () => {
  assert.deepEqual(await refused(goodAnswer(), { requireBinding: true }), [
    "ERR_VERIFICATION_TOKEN_BINDING",
    401,
    invalidBinding,
  ]);
});

test("introspection: an answer that breaks its specification is no verdict about the token", async () => {
  for (const answer of [
    {},
    { active: "true" },
    goodAnswer({ exp: "soon" }),
    goodAnswer({ aud: 5 }),
    goodAnswer({ aud: [] }),
    goodAnswer({ cnf: "x" }),
    // A type that contradicts the binding (RFC 9449 §6.2).
    goodAnswer({ token_type: "Bearer", cnf: { jkt: "A".repeat(43) } }),
  ]) {
    const [code, status, challenge] = await refused(answer);
    assert.deepEqual([code, status, challenge], ["ERR_VALIDATION_RESPONSE", 503, null]);
  }
});

test("introspection: a good answer is accepted, with this resource among others, without issuer and without types", async () => {
  for (const changes of [
    {},
    { aud: ["https://files.example.com", "https://api.example.com"] },
    { iss: undefined },
    { token_type: undefined },
    { typ: "Bearer", token_use: "access_token" },
    { exp: now - 29 },
  ]) {
    const scene = createIntrospectionScene();
    scene.respond = () => Response.json(goodAnswer(changes));
    const { subject, clientId, issuer, kind, scopes, isClient, tenant, boundTo } = await serverOf(scene).authenticate(
      requestWith("opaque-1"),
    );
    assert.deepEqual(
      { subject, clientId, issuer, kind, scopes, isClient, tenant, boundTo },
      {
        subject: "user",
        clientId: "app",
        issuer: "https://id.example.com",
        kind: "introspection",
        scopes: ["orders.read", "orders.write"],
        isClient: false,
        tenant: undefined,
        boundTo: [],
      },
    );
  }
});

test("introspection: the tenant of an answer is that of the issuer, where it tells one", async () => {
  const settings = { issuer: "https://id.example.com/{tenantid}", tenants: ["one"] };
  const good = goodAnswer({ iss: "https://id.example.com/one" });
  const scene = createIntrospectionScene();
  scene.metadata = (members) => ({ ...members, issuer: "https://id.example.com/one" });
  scene.respond = ({ form }) => Response.json(form.get("token") === "opaque-1" ? good : { ...good, tid: "two" });
  const server = serverOf(scene, settings);
  assert.equal((await server.authenticate(requestWith("opaque-1"))).tenant, "one");
  const [code] = await refusalOf(server, server.authenticate(requestWith("opaque-2")));
  assert.equal(code, "ERR_VERIFICATION_ISSUER");
});

test("introspection: only the clients that are listed are accepted", async () => {
  const scene = createIntrospectionScene();
  scene.respond = ({ form }) =>
    Response.json(goodAnswer({ client_id: form.get("token") === "none" ? undefined : form.get("token") }));
  const server = serverOf(scene, { clients: ["app"] });
  assert.equal((await server.authenticate(requestWith("app"))).clientId, "app");
  for (const token of ["other", "none"]) {
    const [code, refusal] = await refusalOf(server, server.authenticate(requestWith(token)));
    assert.deepEqual([code, refusal.challenge], ["ERR_VERIFICATION_CLIENT", notAccepted]);
  }
});
