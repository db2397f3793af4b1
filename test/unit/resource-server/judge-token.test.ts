import assert from "node:assert/strict";
import { test } from "node:test";
import { createJwtDecryption } from "../../../src/jose/jwt-decryption.ts";
import {
  createIntrospectionScene,
  goodAnswer,
  introspectionOf,
  refusalOf,
  requestWith,
  serverOf,
} from "../../fixtures/resource-server-scene.ts";
import { audience, createKey, issuer, makeToken, otherIssuer, setOf } from "./access-tokens.ts";

const made = createKey();
type Settings = NonNullable<Parameters<typeof serverOf>[1]>;

async function setUp(settings: Settings = {}) {
  const scene = createIntrospectionScene();
  const server = serverOf(scene, { tokens: "both", keys: setOf(await made), ...settings });
  const kindOf = async (token: string): Promise<string> => (await server.authenticate(requestWith(token))).kind;
  const codeOf = async (token: string): Promise<unknown> =>
    (await refusalOf(server, server.authenticate(requestWith(token))))[0];
  return { scene, server, kindOf, codeOf };
}

/** A JWT whose parts are these texts. */
const jwtOf = (header: string, payload: string): string =>
  `${[header, payload].map((part) => Buffer.from(part).toString("base64url")).join(".")}.AA`;

test("judge token: of both forms a JWT is verified here, and everything else is looked up", async () => {
  const { scene, kindOf } = await setUp();
  assert.deepEqual([await kindOf(await makeToken(await made)), await kindOf("opaque-1")], ["jwt", "introspection"]);
  assert.deepEqual(
    scene.asked.map(({ form }) => form.get("token")),
    ["opaque-1"],
  );
});

test("judge token: a JWT that fails its check is not looked up instead", async () => {
  const { scene, codeOf } = await setUp();
  assert.equal(await codeOf(await makeToken(await createKey())), "ERR_VERIFICATION_SIGNATURE");
  assert.equal(
    await codeOf(await makeToken(await made, { aud: "https://files.example.com" })),
    "ERR_VERIFICATION_AUDIENCE",
  );
  assert.equal(await codeOf(await makeToken(await made, {}, { typ: "JWT" })), "ERR_VERIFICATION_JWT_TYPE");
  assert.deepEqual(scene.fetched, []);
});

test("judge token: a JWT of a foreign issuer is shown to nobody, in whatever form of issuers", async () => {
  for (const tokens of ["both", "opaque"] as const) {
    const { scene, server, codeOf } = await setUp({ tokens });
    for (const token of [
      await makeToken(await made, { iss: otherIssuer }),
      await makeToken(await made, { iss: 5 }),
      jwtOf('{"alg":"ES256"}', '{"iss":"https://id.example.com","iss":"https://other.example.com"}'),
      jwtOf('{"alg":"ES256"}', "no JSON"),
      await makeToken(await made, { iss: otherIssuer, pad: "a".repeat(70_000) }),
      jwtOf('{"alg":"none"}', '{"iss":"https://id.example.com/"}'),
    ]) {
      assert.equal(await codeOf(token), "ERR_VERIFICATION_ISSUER");
      const [, refusal] = await refusalOf(server, server.authenticate(requestWith(token)));
      assert.equal(
        refusal.challenge,
        'Bearer error="invalid_token", error_description="The access token is not accepted here."',
      );
    }
    assert.deepEqual(scene.fetched, []);
  }
});

test("judge token: a JWT of a foreign issuer is looked up where that was asked for", async () => {
  const { scene, kindOf } = await setUp({ introspectForeignJwts: true });
  assert.equal(await kindOf(await makeToken(await made, { iss: otherIssuer })), "introspection");
  assert.equal(scene.asked.length, 1);
});

test("judge token: what only looks like a JWT, and a JWT that names nobody, is opaque", async () => {
  const { kindOf } = await setUp();
  for (const token of ["v1.local.abc", "a.b.c", jwtOf("[]", "{}"), jwtOf("{}", "{}"), jwtOf('{"alg":"ES256"}', "{}")])
    assert.equal(await kindOf(token), "introspection");
});

test("judge token: an issuer whose tokens are opaque is asked about its JWTs, too", async () => {
  const { kindOf } = await setUp({ tokens: "opaque" });
  assert.equal(await kindOf(await makeToken(await made)), "introspection");
});

test("judge token: an encrypted token is opened where there is a key, else looked up", async () => {
  const encrypted = `${Buffer.from('{"alg":"ECDH-ES","enc":"A256GCM"}').toString("base64url")}.a.b.c.d`;
  const { kindOf } = await setUp();
  assert.equal(await kindOf(encrypted), "introspection");
  const decryption = createJwtDecryption({ keys: [{ clientSecret: "s".repeat(32) }] });
  const { scene, codeOf } = await setUp({ decryption });
  assert.match(String(await codeOf(encrypted)), /^ERR_V/);
  assert.deepEqual(scene.asked, []);
});

test("judge token: without introspection an opaque token is a JWT that is malformed", async () => {
  const scene = createIntrospectionScene();
  const server = serverOf(scene, { issuers: [{ issuer, keys: setOf(await made) }], audience });
  const [code, refusal] = await refusalOf(server, server.authenticate(requestWith("opaque-1")));
  assert.deepEqual([code, refusal.status], ["ERR_VALIDATION_JWT", 401]);
  assert.deepEqual(scene.fetched, []);
});

test("judge token: of several issuers the one that issuerFor names is asked, and no other", async () => {
  const scene = createIntrospectionScene();
  scene.respond = ({ host }) => Response.json(goodAnswer({ iss: `https://${host}` }));
  const server = serverOf(scene, {
    issuers: [
      { issuer },
      { issuer: otherIssuer, tokens: "opaque" },
      { issuer: "https://jwt.example.com", tokens: "jwt" },
    ],
    audience,
    introspection: introspectionOf(),
    issuerFor: (token, { url }) => {
      assert.equal(url, "https://api.example.com/orders");
      return token === "nobody" ? undefined : `https://${token}.example.com`;
    },
  });
  for (const [token, expected] of [
    ["id", issuer],
    ["other", otherIssuer],
  ] as const)
    assert.equal((await server.authenticate(requestWith(token))).issuer, expected);
  assert.deepEqual(
    scene.asked.map(({ host }) => host),
    ["id.example.com", "other.example.com"],
  );
  for (const token of ["nobody", "unknown", "jwt"]) {
    const [code] = await refusalOf(server, server.authenticate(requestWith(token)));
    assert.equal(code, "ERR_VERIFICATION_ISSUER");
  }
  assert.equal(scene.asked.length, 2);
});

test("judge token: an answer of one issuer about another's token is refused", async () => {
  const scene = createIntrospectionScene();
  scene.respond = () => Response.json(goodAnswer({ iss: issuer }));
  const server = serverOf(scene, {
    issuers: [{ issuer }, { issuer: otherIssuer }],
    audience,
    introspection: introspectionOf(),
    issuerFor: () => otherIssuer,
  });
  const [code] = await refusalOf(server, server.authenticate(requestWith("opaque-1")));
  assert.equal(code, "ERR_VERIFICATION_ISSUER");
});

test("judge token: only the clients that are listed are accepted, of JWTs too", async () => {
  const { codeOf, kindOf } = await setUp({ clients: ["app"] });
  assert.equal(await kindOf(await makeToken(await made)), "jwt");
  assert.equal(await codeOf(await makeToken(await made, { client_id: "other" })), "ERR_VERIFICATION_CLIENT");
});

test("judge token: a verified JWT is recalled, unless the cache is turned off", async () => {
  for (const [tokenCache, expected] of [
    [undefined, ["miss", "hit"]],
    [false, ["miss", "miss"]],
  ] as const) {
    const seen: unknown[] = [];
    const { kindOf } = await setUp({ tokenCache, onEvent: (event) => seen.push(Object(event).cache) });
    const token = await makeToken(await made);
    for (const _ of [1, 2]) await kindOf(token);
    assert.deepEqual(seen, expected);
  }
});

test("judge token: a validator judges answers of the server like claims, each time", async () => {
  let isOpen = true;
  const claims = {
    "~standard": {
      version: 1 as const,
      vendor: "test",
      validate: (value: unknown) =>
        isOpen ? { value: `for ${Object(value).sub}` } : { issues: [{ message: "closed" }] },
    },
  };
  const { server, codeOf } = await setUp({ claims });
  for (const token of ["opaque-1", await makeToken(await made)])
    assert.equal((await server.authenticate(requestWith(token))).custom, "for user");
  isOpen = false;
  assert.equal(await codeOf("opaque-1"), "ERR_VALIDATION_CLAIMS");
});
