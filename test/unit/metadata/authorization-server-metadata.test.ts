import assert from "node:assert/strict";
import { test } from "node:test";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import {
  fetchAuthorizationServerMetadata,
  fetchOpenidProviderMetadata,
  metadataUrl,
  readAuthorizationServerMetadata,
  readOpenidProviderMetadata,
} from "../../../src/metadata/authorization-server-metadata.ts";
import { answerOf, createWire, issuer, json, oauthServer, openidProvider } from "./wire.ts";

const readers = [
  ["OpenID provider", readOpenidProviderMetadata, openidProvider],
  ["authorization server", readAuthorizationServerMetadata, oauthServer],
] as const;

/** Runs a call that must fail and gives what it threw. */
function failureOf(call: () => unknown): Record<string, unknown> {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof Error);
    return Object.assign(Object.create(error), error);
  }
  return assert.fail("nothing was thrown");
}

function issuesOf(call: () => unknown): string[] {
  const failure = failureOf(call);
  assert.equal(failure.code, "ERR_VALIDATION_METADATA");
  const { issues } = failure;
  assert.ok(Array.isArray(issues));
  return issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`);
}

for (const [title, read, document] of readers) {
  test(`reads ${title} metadata as it is, frozen to its depth`, () => {
    const { metadata, tolerated, maxAgeSeconds } = read(answerOf(document), issuer);
    assert.deepEqual(metadata, document);
    assert.deepEqual(tolerated, []);
    assert.equal(maxAgeSeconds, undefined);
    assert.ok(Object.isFrozen(metadata) && Object.isFrozen(metadata.response_types_supported));
  });

  test(`keeps members of ${title} metadata that no specification names (RFC 8414 §2)`, () => {
    const extended = { ...document, foo_endpoint: "/relative", "x-private": { a: 1 } };
    assert.deepEqual(read(answerOf(extended), issuer).metadata, extended);
  });

  test(`says where ${title} metadata came from and how long it may be kept`, () => {
    const { url, maxAgeSeconds } = read(answerOf(document, { "cache-control": "max-age=60" }), issuer);
    assert.match(url, /^https:\/\/id\.example\.com\/\.well-known\//);
    assert.equal(maxAgeSeconds, 60);
  });

  for (const status of [201, 204, 304, 404, 500]) {
    test(`refuses ${title} metadata with status ${status} (RFC 8414 §3.2)`, () => {
      const failure = failureOf(() => read(answerOf(document, {}, status), issuer));
      assert.equal(failure.code, "ERR_RESPONSE_STATUS");
      assert.equal(failure.status, status);
    });
  }

  for (const type of ["text/html", "application/jwk-set+json", "application/jsonp", ""]) {
    test(`refuses ${title} metadata of media type "${type}" (RFC 8414 §3.2)`, () => {
      const failure = failureOf(() => read(answerOf(document, { "content-type": type }), issuer));
      assert.equal(failure.code, "ERR_RESPONSE_CONTENT_TYPE");
    });
  }

  for (const [what, text, code] of [
    ["broken JSON", '{"issuer":', "ERR_RESPONSE_NOT_JSON"],
    ["a repeated member", '{"issuer":"https://id.example.com","issuer":"x"}', "ERR_RESPONSE_DUPLICATE_MEMBER"],
  ] as const) {
    test(`refuses ${title} metadata that is ${what}`, () => {
      assert.equal(failureOf(() => read(answerOf(text), issuer)).code, code);
    });
  }

  test(`refuses ${title} metadata of another issuer (RFC 8414 §3.3)`, () => {
    const failure = failureOf(() => read(answerOf({ ...document, issuer: "https://evil.example" }), issuer));
    assert.equal(failure.code, "ERR_VERIFICATION_ISSUER");
  });

  test(`lists every problem of ${title} metadata at once, with pointers`, () => {
    const broken = {
      ...document,
      issuer: 1,
      token_endpoint: "http://id.example.com/token",
      response_types_supported: "code",
      scopes_supported: [1],
      request_parameter_supported: "yes",
    };
    const issues = issuesOf(() => read(answerOf(broken), issuer));
    for (const pointer of [
      "/issuer",
      "/token_endpoint",
      "/response_types_supported",
      "/scopes_supported/0",
      "/request_parameter_supported",
    ]) {
      assert.ok(
        issues.some((issue) => issue.startsWith(`${pointer} `)),
        `${pointer} in ${issues.join(", ")}`,
      );
    }
  });
}

const endpoints: readonly (readonly [title: string, url: unknown, pointer: string | undefined])[] = [
  ["https", "https://a.example/x", undefined],
  ["https with port, path and query", "https://a.example:8443/x?y=1", undefined],
  ["http on localhost", "http://localhost:8080/x", undefined],
  ["http on another host", "http://a.example/x", "/token_endpoint"],
  ["http on a host that only begins like localhost", "http://localhost.a.example/x", "/token_endpoint"],
  ["credentials", "https://user:pass@a.example/x", "/token_endpoint"],
  ["a user before a loopback host's look-alike", "https://localhost@a.example/x", "/token_endpoint"],
  ["a loopback name as user of a foreign host", "http://localhost:80@evil.example/x", "/token_endpoint"],
  ["a loopback address as user of a foreign host", "http://127.0.0.1:80@evil.example/x", "/token_endpoint"],
  ["an @ behind a backslash", "https://a.example\\@evil.example/x", "/token_endpoint"],
  ["an @ in path and query", "https://a.example/@x?y=@z", undefined],
  ["a port, no path and a query", "http://[::1]:8080?y=1", undefined],
  ["a loopback address that does not exist", "http://127.999.0.1/x", "/token_endpoint"],
  ["a port that does not exist", "https://a.example:99999/x", "/token_endpoint"],
  ["a fragment", "https://a.example/x#y", "/token_endpoint"],
  ["javascript", "javascript:alert(1)", "/token_endpoint"],
  ["a relative URL", "/token", "/token_endpoint"],
  ["no text", 1, "/token_endpoint"],
];

for (const [title, url, pointer] of endpoints) {
  test(`${pointer === undefined ? "accepts" : "refuses"} an endpoint with ${title}, and says so once`, () => {
    const read = () => readOpenidProviderMetadata(answerOf({ ...openidProvider, token_endpoint: url }), issuer);
    if (pointer === undefined) assert.equal(read().metadata.token_endpoint, url);
    else
      assert.deepEqual(
        issuesOf(read).map((issue) => issue.split(" ")[0]),
        [pointer],
      );
  });
}

test("checks jwks_uri and the mutual TLS aliases like endpoints (RFC 8705 §5)", () => {
  const broken = {
    ...openidProvider,
    jwks_uri: "https://u:p@a.example/jwks",
    mtls_endpoint_aliases: {
      token_endpoint: "https://u@a.example/token",
      introspection_endpoint: "http://a.example/i",
    },
  };
  const issues = issuesOf(() => readOpenidProviderMetadata(answerOf(broken), issuer));
  assert.deepEqual(issues.sort(), [
    "/jwks_uri format",
    "/mtls_endpoint_aliases/introspection_endpoint format",
    "/mtls_endpoint_aliases/token_endpoint format",
  ]);
});

test("accepts mutual TLS aliases on another host (RFC 8705 §5)", () => {
  const document = { ...openidProvider, mtls_endpoint_aliases: { token_endpoint: "https://mtls.example.net/token" } };
  assert.deepEqual(readOpenidProviderMetadata(answerOf(document), issuer).metadata, document);
});

test("checks a document from the OpenID URL as a provider's, whatever it holds", () => {
  const issues = issuesOf(() => readOpenidProviderMetadata(answerOf(oauthServer), issuer));
  assert.deepEqual(issues.sort(), [
    "/authorization_endpoint required",
    "/id_token_signing_alg_values_supported required",
    "/jwks_uri required",
    "/subject_types_supported required",
  ]);
});

for (const member of ["subject_types_supported", "id_token_signing_alg_values_supported"] as const) {
  test(`checks a document from the RFC 8414 URL as a provider's when it has ${member}`, () => {
    const issues = issuesOf(() =>
      readAuthorizationServerMetadata(answerOf({ ...oauthServer, [member]: openidProvider[member] }), issuer),
    );
    assert.ok(issues.includes("/jwks_uri required"), issues.join(", "));
  });
}

test("admits only the deviations that are named, and reports each with its pointer", () => {
  const document = { ...openidProvider, ui_locales_supported: [], registration_endpoint: null };
  assert.equal(issuesOf(() => readOpenidProviderMetadata(answerOf(document), issuer)).length, 2);
  const { metadata, tolerated } = readOpenidProviderMetadata(answerOf(document), issuer, {
    tolerate: tolerating(["null-members", "empty-arrays"]),
  });
  assert.deepEqual(metadata, openidProvider);
  assert.deepEqual(
    [...tolerated].sort((a, b) => (a.pointer < b.pointer ? -1 : 1)),
    [
      { tolerance: "null-members", deviation: "D11", pointer: "/registration_endpoint" },
      { tolerance: "empty-arrays", deviation: "D16", pointer: "/ui_locales_supported" },
    ],
  );
});

test("admits no deviation of the issuer or of an endpoint", () => {
  const tolerate = tolerating(["null-members", "empty-strings", "metadata-member-missing"]);
  const { issuer: _, ...anonymous } = openidProvider;
  assert.deepEqual(
    issuesOf(() => readOpenidProviderMetadata(answerOf(anonymous), issuer, { tolerate })),
    ["/issuer required"],
  );
  const insecure = { ...openidProvider, token_endpoint: "http://a.example" };
  assert.deepEqual(
    issuesOf(() => readOpenidProviderMetadata(answerOf(insecure), issuer, { tolerate })),
    ["/token_endpoint format"],
  );
});

test("asks each well-known URL for JSON with one GET", async () => {
  const wire = createWire((url) => json(url.includes("openid") ? openidProvider : oauthServer));
  const openid = await fetchOpenidProviderMetadata(wire, issuer);
  const oauth2 = await fetchAuthorizationServerMetadata(wire, issuer);
  assert.deepEqual(wire.urls(), [
    "https://id.example.com/.well-known/openid-configuration",
    "https://id.example.com/.well-known/oauth-authorization-server",
  ]);
  assert.deepEqual([openid.url, oauth2.url], wire.urls());
  assert.equal(openid.metadata.jwks_uri, "https://keys.example.net/jwks");
  for (const { init } of wire.requests) {
    assert.equal(init.method, "GET");
    assert.equal(new Headers(init.headers).get("accept"), "application/json");
  }
});

test("gives the URL of each form", () => {
  assert.equal(metadataUrl("openid", "https://a.example/t"), "https://a.example/t/.well-known/openid-configuration");
  assert.equal(
    metadataUrl("oauth2", "https://a.example/t"),
    "https://a.example/.well-known/oauth-authorization-server/t",
  );
});

test("refuses an unusable issuer before any request", async () => {
  const wire = createWire(() => json(openidProvider));
  await assert.rejects(fetchOpenidProviderMetadata(wire, "http://id.example.com"), {
    code: "ERR_CONFIGURATION_OPTION",
  });
  assert.deepEqual(wire.urls(), []);
});

const assertionMethods = ["client_secret_post", "private_key_jwt", "client_secret_basic"];
const waivable: readonly (readonly [title: string, change: object])[] = [
  ["token_endpoint_auth_signing_alg_values_supported", { token_endpoint_auth_methods_supported: assertionMethods }],
  [
    "revocation_endpoint_auth_signing_alg_values_supported",
    { revocation_endpoint_auth_methods_supported: assertionMethods },
  ],
  [
    "introspection_endpoint_auth_signing_alg_values_supported",
    { introspection_endpoint_auth_methods_supported: assertionMethods },
  ],
];

for (const [title, read, document] of readers) {
  for (const [member, change] of waivable) {
    test(`admits ${title} metadata with private_key_jwt and no ${member} only where it is tolerated (RFC 8414 §2)`, () => {
      const answer = answerOf({ ...document, ...change });
      assert.deepEqual(
        issuesOf(() => read(answer, issuer)),
        [" rule"],
      );
      const { metadata, tolerated } = read(answer, issuer, { tolerate: tolerating(["metadata-member-missing"]) });
      assert.deepEqual(metadata, { ...document, ...change });
      assert.deepEqual(tolerated, [{ tolerance: "metadata-member-missing", deviation: "D15", pointer: "" }]);
    });

    test(`admits none in ${member} of ${title} metadata, whatever is tolerated (RFC 8414 §2)`, () => {
      const answer = answerOf({ ...document, ...change, [member]: ["none"] });
      assert.deepEqual(
        issuesOf(() => read(answer, issuer, { tolerate: tolerating(["metadata-member-missing"]) })),
        [" rule"],
      );
    });
  }
}

test("admits scopes_supported without openid only where it is tolerated (OpenID Connect Discovery §3)", () => {
  const document = { ...openidProvider, scopes_supported: ["profile"] };
  const read = (options: object) => readOpenidProviderMetadata(answerOf(document), issuer, options);
  assert.deepEqual(
    issuesOf(() => read({})),
    [" rule"],
  );
  assert.deepEqual(read({ tolerate: tolerating(["metadata-member-missing"]) }).metadata.scopes_supported, ["profile"]);
});
