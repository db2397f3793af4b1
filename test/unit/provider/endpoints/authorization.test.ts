import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Changes,
  goodRequest,
  issuer,
  readRedirect,
  redirectUri,
  spa,
  startFlow,
  toParameters,
  web,
} from "../../../fixtures/provider/authorize-flow.ts";

describe("authorization endpoint: what is shown and never sent anywhere", () => {
  const shown: readonly (readonly [title: string, changes: Changes, error: string, description: string])[] = [
    [
      "no client_id (RFC 6749 §4.1.1)",
      { client_id: undefined },
      "invalid_request",
      "client_id is missing (RFC 6749, 4.1.1).",
    ],
    [
      "an unknown client, without its name (RFC 6749 §4.1.2.1)",
      { client_id: "nobody" },
      "invalid_client",
      "The client is not known.",
    ],
    [
      "a redirect URI that is not registered (RFC 9700 §2.1)",
      { redirect_uri: "https://evil.example.com/" },
      "invalid_request",
      "redirect_uri is not one that the client is registered with (RFC 9700, 2.1).",
    ],
    [
      "an OpenID Connect request without redirect_uri (OpenID Connect Core §3.1.2.1)",
      { redirect_uri: undefined },
      "invalid_request",
      "redirect_uri is missing (RFC 6749, 3.1.2.3).",
    ],
    [
      "request and request_uri together (RFC 9101 §5)",
      { request: "a.b.c", request_uri: "urn:ietf:params:oauth:request_uri:x" },
      "invalid_request",
      "request and request_uri exclude each other (RFC 9101, 5).",
    ],
    [
      "a request_uri that is a URL, which is not fetched (RFC 9101 §6.1)",
      { request_uri: "https://app.example.com/request.jwt" },
      "request_uri_not_supported",
      "request_uri must be one that this server gave out (RFC 9126, 2.2).",
    ],
    [
      "an unknown request_uri (RFC 9126 §2.2)",
      { request_uri: "urn:ietf:params:oauth:request_uri:unknown" },
      "invalid_request_uri",
      "The request_uri is not known, has expired, or was used: go back to the application and begin anew.",
    ],
  ];
  for (const [title, changes, error, description] of shown) {
    it(title, async () => {
      const { authorize } = startFlow();
      const response = await authorize(changes);
      assert.equal(response.status, 400);
      assert.equal(response.headers.get("location"), null);
      assert.deepEqual(await response.json(), { error, error_description: description });
    });
  }

  it("a disabled client, like an unknown one", async () => {
    const { authorize, context } = startFlow();
    const { client_id: _, ...metadata } = spa;
    const stored = { clientId: "off", metadata: JSON.parse(JSON.stringify(metadata)), secrets: [], version: 1 };
    await context.store.clients.put({ ...stored, createdAtMs: 1, disabledAtMs: 2 });
    const response = await authorize({ client_id: "off" });
    assert.deepEqual(
      [response.status, await response.json()],
      [400, { error: "invalid_client", error_description: "The client is not known." }],
    );
  });

  for (const name of ["client_id", "redirect_uri", "scope", "state", "code_challenge", "unknown"]) {
    it(`${name} twice, before anything is looked at (RFC 6749 §3.1)`, async () => {
      const { browse } = startFlow();
      const parameters = toParameters(goodRequest);
      parameters.append(name, "one");
      parameters.append(name, "two");
      const response = await browse(`/authorize?${parameters}`);
      assert.equal(response.headers.get("location"), null);
      assert.deepEqual(
        [response.status, await response.json()],
        [400, { error: "invalid_request", error_description: "A parameter must not be repeated (RFC 6749, 3.1)." }],
      );
    });
  }

  const addresses = [
    `${redirectUri}/`,
    `${redirectUri}?x=1`,
    `${redirectUri}#x`,
    "https://APP.example.com/callback",
    "https://app.example.com/Callback",
    "https://app.example.com:443/callback",
    "http://app.example.com/callback",
    "https://user@app.example.com/callback",
    "https://app.example.com.evil.example/callback",
    "https://app.example.com/%63allback",
    "//evil.example.com",
    "/\\evil.example.com",
    "javascript:alert(1)",
    "app:/callback",
  ];
  for (const address of addresses) {
    it(`a redirect URI that only looks like the registered one: ${address}`, async () => {
      const { authorize } = startFlow();
      const response = await authorize({ redirect_uri: address });
      assert.deepEqual([response.status, response.headers.get("location")], [400, null]);
    });
  }

  it("another method, and HEAD, which would take a code nobody reads (RFC 9110 §15.5.6)", async () => {
    const { browse } = startFlow();
    for (const method of ["HEAD", "PUT"]) {
      const response = await browse(`/authorize?${toParameters(goodRequest)}`, { method });
      assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET, POST"]);
    }
  });

  it("more than 64 KiB, and more than a thousand parameters", async () => {
    const { browse, authorize } = startFlow();
    assert.equal((await authorize({ login_hint: "x".repeat(70_000) })).status, 413);
    const many = Array.from({ length: 1001 }, (_, index) => `p${index}=1`).join("&");
    assert.equal((await browse(`/authorize?${many}`)).status, 413);
  });
});

describe("authorization endpoint: what the client is told by redirect", () => {
  const told: readonly (readonly [title: string, changes: Changes, error: string, description: string])[] = [
    [
      "no response_type",
      { response_type: undefined },
      "invalid_request",
      "response_type is missing (RFC 6749, 3.1.1).",
    ],
    [
      "an unknown response_mode",
      { response_mode: "web_message" },
      "invalid_request",
      "response_mode is not one that this server knows.",
    ],
    [
      "no challenge (RFC 7636 §4.4.1)",
      { code_challenge: undefined, code_challenge_method: undefined },
      "invalid_request",
      "code challenge required (RFC 7636, 4.4.1).",
    ],
    [
      "a challenge without method, which would be plain (RFC 7636 §4.3)",
      { code_challenge_method: undefined },
      "invalid_request",
      "code_challenge_method is missing: it must be S256.",
    ],
    [
      "a method without challenge",
      { code_challenge: undefined },
      "invalid_request",
      "code_challenge_method is there without code_challenge.",
    ],
    ...["plain", "s256", "S512"].map(
      (method) =>
        [
          `the method ${method} (RFC 9700 §2.1.1)`,
          { code_challenge_method: method },
          "invalid_request",
          "code_challenge_method must be S256: transform algorithm not supported.",
        ] as const,
    ),
    ...["short", `${"a".repeat(44)}`, `${"a".repeat(42)}=`, `${"a".repeat(42)}~`].map(
      (value) =>
        [
          `a challenge that S256 does not make: ${value.length} characters (RFC 7636 §4.2)`,
          { code_challenge: value },
          "invalid_request",
          "code_challenge must be 43 characters of base64url (RFC 7636, 4.2).",
        ] as const,
    ),
    [
      "an unknown scope (RFC 6749 §3.3)",
      { scope: "openid unknown" },
      "invalid_scope",
      "A scope is asked for that the client, or the resource, does not have.",
    ],
    [
      "a scope that breaks its grammar (RFC 6749 §3.3)",
      { scope: "openid  profile" },
      "invalid_scope",
      "scope must be scope values separated by single spaces (RFC 6749, 3.3).",
    ],
    [
      "a resource that is no URI (RFC 8707 §2)",
      { resource: "api" },
      "invalid_target",
      "resource must be an absolute URI without fragment (RFC 8707, 2.1).",
    ],
    [
      "a type of authorization details that is not known (RFC 9396 §5)",
      { authorization_details: '[{"type":"payment"}]' },
      "invalid_authorization_details",
      "authorization_details[0]: has a type that this server does not know (RFC 9396, 5).",
    ],
    [
      "authorization details that are no JSON (RFC 9396 §5)",
      { authorization_details: "[{" },
      "invalid_authorization_details",
      "authorization_details must be an array (RFC 9396, 3).",
    ],
    [
      "a claims parameter that is no object (OpenID Connect Core §5.5)",
      { claims: '"email"' },
      "invalid_request",
      "claims must be a JSON object (OpenID Connect Core, 5.5).",
    ],
    [
      "prompt=none with another value (OpenID Connect Core §3.1.2.1)",
      { prompt: "none login" },
      "invalid_request",
      "The prompt value none stands alone (OpenID Connect Core, 3.1.2.1).",
    ],
    [
      "a max_age that is no number",
      { max_age: "-1" },
      "invalid_request",
      "max_age must be an integer (OpenID Connect Core, 3.1.2.1).",
    ],
    [
      "an id_token_hint that is no ID token",
      { id_token_hint: "a.b.c" },
      "invalid_request",
      "id_token_hint must be an ID token that this server issued to the client.",
    ],
    [
      "registration (OpenID Connect Core §7.2.1)",
      { registration: "{}" },
      "registration_not_supported",
      "registration is for self-issued providers (OpenID Connect Core, 7.2).",
    ],
    [
      "a dpop_jkt that is no thumbprint (RFC 9449 §10)",
      { dpop_jkt: "short" },
      "invalid_request",
      "dpop_jkt must be a SHA-256 value as base64url (43 characters) (RFC 9449, 10).",
    ],
  ];
  for (const [title, changes, error, description] of told) {
    for (const isSignedIn of [false, true]) {
      it(`${title}, ${isSignedIn ? "signed in" : "to anybody"}`, async () => {
        const { authorize, signIn } = startFlow();
        if (isSignedIn) await signIn();
        const response = await authorize(changes);
        assert.equal(response.status, 303);
        assert.deepEqual(readRedirect(response), {
          url: redirectUri,
          parameters: { error, error_description: description, state: "s-1", iss: issuer },
        });
      });
    }
  }

  for (const [type, at] of [
    ["token", "fragment"],
    ["id_token", "fragment"],
    ["code token", "fragment"],
    ["code id_token", "fragment"],
    ["none", "query"],
    ["CODE", "query"],
  ] as const) {
    it(`response_type ${type} is unsupported, told in the ${at} (RFC 6749 §4.1.2.1)`, async () => {
      const { authorize } = startFlow();
      const { url, parameters } = readRedirect(await authorize({ response_type: type }), at);
      assert.deepEqual(
        [url, parameters.error, parameters.state, parameters.iss],
        [redirectUri, "unsupported_response_type", "s-1", issuer],
      );
    });
  }

  it("a scope that is empty, which counts as absent (RFC 6749 §3.1)", async () => {
    const { authorize } = startFlow();
    const { parameters } = readRedirect(await authorize({ scope: "" }));
    assert.deepEqual([parameters.error, parameters.state], ["invalid_scope", "s-1"]);
  });

  it("an unknown resource (RFC 8707 §2)", async () => {
    const { authorize } = startFlow();
    const { parameters } = readRedirect(await authorize({ resource: "https://unknown.example.com/" }));
    assert.deepEqual([parameters.error, parameters.state], ["invalid_target", "s-1"]);
  });

  it("a client that is not registered for codes (RFC 6749 §4.1.2.1)", async () => {
    const clients = [{ ...spa, grant_types: ["refresh_token"] as const }];
    const { authorize } = startFlow({ clients });
    const { parameters } = readRedirect(await authorize());
    assert.deepEqual(
      [parameters.error, parameters.error_description],
      ["unauthorized_client", "The client is not registered for codes (RFC 7591, 2)."],
    );
  });

  it("a response mode that the client is not registered with", async () => {
    const clients = [{ ...spa, response_modes: ["query"] as const }];
    const { authorize } = startFlow({ clients });
    const { parameters } = readRedirect(await authorize({ response_mode: "fragment" }), "fragment");
    assert.equal(parameters.error_description, "response_mode is not one that the client is registered with.");
  });

  it("that a request must be pushed, or signed (RFC 9126 §6, RFC 9101 §10.5)", async () => {
    const pushed = startFlow({ clients: [{ ...spa, require_pushed_authorization_requests: true }] });
    assert.equal(
      readRedirect(await pushed.authorize()).parameters.error_description,
      "The client must push its requests (RFC 9126, 6).",
    );
    const signed = startFlow({ clients: [{ ...spa, require_signed_request_object: true }] });
    assert.equal(
      readRedirect(await signed.authorize()).parameters.error_description,
      "The client must sign its requests (RFC 9101, 10.5).",
    );
  });

  it("reports the refusal with the client and the reason", async () => {
    const { authorize, events } = startFlow();
    await authorize({ id_token_hint: "a.b.c" });
    const [event] = events;
    assert.deepEqual(
      [event?.type, event?.clientId, event?.error, event?.status],
      ["request.refused", "spa", "invalid_request", 303],
    );
    assert.match(event?.reason ?? "", /^id_token_hint: /);
  });
});

describe("authorization endpoint: state", () => {
  for (const state of ["a b+c&d=e%2F", "~!@$'()*,;:?/", " ", "x".repeat(2048)]) {
    it(`comes back byte by byte: ${state.slice(0, 20)}`, async () => {
      const { authorize } = startFlow();
      assert.equal(readRedirect(await authorize({ state, response_type: undefined })).parameters.state, state);
    });
  }

  it("may be left out (RFC 6749 §4.1.1)", async () => {
    const { authorize, signIn } = startFlow();
    await signIn();
    const { parameters } = readRedirect(await authorize({ state: undefined }));
    assert.deepEqual(Object.keys(parameters), ["code", "iss"]);
  });

  it("of more than 2048 octets is refused, and not sent back", async () => {
    const { authorize } = startFlow();
    assert.deepEqual(readRedirect(await authorize({ state: "x".repeat(2049) })).parameters, {
      error: "invalid_request",
      error_description: "state is longer than 2048 octets, and so is not sent back.",
      iss: issuer,
    });
  });
});

describe("authorization endpoint: the good case", () => {
  it("answers a signed-in first party with a code, state and iss (RFC 9207 §2)", async () => {
    const { authorize, signIn, events } = startFlow();
    await signIn();
    const response = await authorize();
    const { url, parameters } = readRedirect(response);
    assert.equal(response.status, 303);
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.equal(response.headers.get("referrer-policy"), "no-referrer");
    assert.equal(url, redirectUri);
    assert.match(parameters.code ?? "", /^[A-Za-z0-9_-]{43}$/);
    assert.deepEqual({ ...parameters, code: "" }, { code: "", state: "s-1", iss: issuer });
    const granted = events.find(({ type }) => type === "authorization.granted");
    assert.deepEqual([granted?.clientId, granted?.accountId], ["spa", "alice"]);
  });

  it("sends anybody else to the login page, without a parameter of the request", async () => {
    const { authorize, events } = startFlow();
    const { url, parameters } = readRedirect(await authorize());
    assert.equal(url, "https://id.example.com/login");
    assert.deepEqual(Object.keys(parameters), ["interaction"]);
    assert.ok(events.some(({ type }) => type === "authorization.started"));
  });

  it("keeps the query of a redirect URI as it is registered (RFC 6749 §3.1.2)", async () => {
    const uris = [`${redirectUri}?a=1&b=%20`, `${redirectUri}?`];
    const { authorize, signIn } = startFlow({ clients: [{ ...spa, redirect_uris: uris }] });
    await signIn();
    for (const uri of uris) {
      const location = (await authorize({ redirect_uri: uri })).headers.get("location") ?? "";
      assert.ok(location.startsWith(uri.endsWith("?") ? `${uri}code=` : `${uri}&code=`), location);
    }
  });

  it("ignores parameters that it does not know (RFC 6749 §3.1)", async () => {
    const { authorize, signIn } = startFlow();
    await signIn();
    const response = await authorize({ "client_id[]": "web", __proto__polluted: "1", unknown: "x" });
    assert.ok(readRedirect(response).parameters.code);
  });

  it("leaves redirect_uri to the registration where there is one and no openid", async () => {
    const { authorize, signIn } = startFlow();
    await signIn();
    assert.equal(readRedirect(await authorize({ redirect_uri: undefined, scope: "profile" })).url, redirectUri);
  });

  for (const [registered, sent] of [
    ["http://127.0.0.1/cb", "http://127.0.0.1:51004/cb"],
    ["http://[::1]:80/cb?x=1", "http://[::1]:51004/cb?x=1"],
  ] as const) {
    it(`lets the port of a loopback address differ: ${sent} (RFC 8252 §7.3)`, async () => {
      const { authorize, signIn } = startFlow({ clients: [{ ...spa, redirect_uris: [registered] }] });
      await signIn();
      const location = (await authorize({ redirect_uri: sent })).headers.get("location") ?? "";
      assert.ok(location.startsWith(sent), location);
    });
  }

  for (const [registered, sent] of [
    ["http://localhost/cb", "http://localhost:51004/cb"],
    ["http://127.0.0.1/cb", "http://127.0.0.1:51004/other"],
    ["http://127.0.0.1/cb", "http://127.0.0.2:51004/cb"],
    ["http://127.0.0.1/cb", "https://127.0.0.1:51004/cb"],
    ["http://127.0.0.1/cb", "http://127.0.0.1:51004@evil.example.com/cb"],
  ] as const) {
    it(`lets nothing else differ: ${sent} for ${registered}`, async () => {
      const { authorize, signIn } = startFlow({ clients: [{ ...spa, redirect_uris: [registered] }] });
      await signIn();
      assert.equal((await authorize({ redirect_uri: sent })).status, 400);
    });
  }

  it("does not believe Host and X-Forwarded-Host", async () => {
    const { fetch } = startFlow();
    const headers = { Host: "evil.example.com", "X-Forwarded-Host": "evil.example.com" };
    const response = await fetch(`https://evil.example.com/authorize?${toParameters(goodRequest)}`, { headers });
    assert.ok(response.headers.get("location")?.startsWith("https://id.example.com/login?"));
  });

  it("keeps only the hash of a code", async () => {
    const { authorize, signIn, context } = startFlow();
    await signIn();
    const code = readRedirect(await authorize()).parameters.code ?? "";
    const { createHash } = await import("node:crypto");
    const hash = createHash("sha256").update(code).digest("base64url");
    const stored = await context.store.artifacts.find({ kind: "authorization_code", hash });
    assert.equal(stored?.clientId, "spa");
    assert.ok(!JSON.stringify(stored).includes(code));
    assert.equal((stored?.expiresAtMs ?? 0) - 1_700_000_000_000, 60_000);
  });
});

describe("authorization endpoint: PKCE for whom", () => {
  const without = { client_id: "web", code_challenge: undefined, code_challenge_method: undefined };
  const cases: readonly (readonly [title: string, changes: Changes, isAllowed: boolean])[] = [
    ["a confidential OpenID Connect client with a nonce", without, true],
    ["one without nonce", { ...without, nonce: undefined }, false],
    ["one without openid", { ...without, scope: "profile" }, false],
    ["a public one", { ...without, client_id: "spa" }, false],
  ];
  for (const [title, changes, isAllowed] of cases) {
    it(`${title} ${isAllowed ? "may" : "may not"} do without it where that is configured (RFC 9700 §2.1.1)`, async () => {
      const { authorize, signIn } = startFlow({ requirePkce: "public-and-oauth" });
      await signIn();
      assert.equal(readRedirect(await authorize(changes)).parameters.code !== undefined, isAllowed);
    });
  }

  it("nobody may otherwise", async () => {
    const { authorize, signIn } = startFlow();
    await signIn();
    assert.equal(readRedirect(await authorize(without)).parameters.error, "invalid_request");
    assert.equal(web.client_id, "web");
  });
});

describe("authorization endpoint: POST", () => {
  const post = (parameters: Changes): RequestInit => ({ method: "POST", body: toParameters(parameters) });

  it("is restarted as a GET, so that the cookies of the session come along", async () => {
    const { browse, signIn, jar } = startFlow();
    await signIn();
    const cookies = new Map(jar);
    jar.clear();
    const first = await browse("/authorize", post(goodRequest));
    const { url, parameters } = readRedirect(first);
    assert.equal(first.status, 303);
    assert.equal(url, "https://id.example.com/authorize");
    assert.deepEqual(Object.keys(parameters), ["client_id", "request_uri"]);
    for (const [name, value] of cookies) jar.set(name, value);
    const second = await browse(first.headers.get("location") ?? "");
    assert.deepEqual(Object.keys(readRedirect(second).parameters), ["code", "state", "iss"]);
  });

  it("is refused before that, by redirect and by page", async () => {
    const { browse } = startFlow();
    const told = await browse("/authorize", post({ ...goodRequest, scope: "unknown" }));
    assert.equal(readRedirect(told).parameters.error, "invalid_scope");
    assert.equal((await browse("/authorize", post({ ...goodRequest, client_id: "nobody" }))).status, 400);
    const json = { method: "POST", body: "{}", headers: { "Content-Type": "application/json" } };
    assert.equal((await browse("/authorize", json)).status, 415);
  });

  it("does not get around a client's duty to push", async () => {
    const { browse } = startFlow({ clients: [{ ...spa, require_pushed_authorization_requests: true }] });
    const told = await browse("/authorize", post(goodRequest));
    assert.equal(readRedirect(told).parameters.error, "invalid_request");
  });
});
