import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

describe("npm run demo", () => {
  for (const [title, parameters, lines] of [
    [
      "at the library's own provider, from discovery to logout",
      [],
      {
        name: "its own provider",
        login: ['form "Sign in"', 'form "Allow Photo Print to use your account?"'],
        end: ["9. Log out at the provider", "✓ EndSessionResponse in answer to EndSessionRequest", "10. Get a token"],
        count: 10,
      },
    ],
    [
      "at oidc-provider where that is asked for",
      ["--provider", "oidc-provider"],
      { name: "oidc-provider 9.", login: ['form "Sign-in"', 'form "Authorize"'], end: ["9. Get a token"], count: 9 },
    ],
  ] as const) {
    test(`logs in ${title}, and exits 0`, async () => {
      const { code, stdout, stderr, seconds, secrets } = await runDemo({ parameters });
      assert.equal(stderr, "");
      assert.equal(code, 0);
      assertInOrder(stdout, [
        lines.name,
        "1. Discover the provider",
        "✓ OpenidProviderMetadata",
        "/.well-known/openid-configuration · status 200 · ",
        "RFC 8414, OpenID Connect Discovery",
        "2. Start an authorization",
        'code_challenge_method  "S256"',
        "3. The user logs in and consents",
        ...lines.login,
        "back to the application",
        "4. Finish",
        "✓ AuthorizationResponse",
        "RFC 6749, RFC 9207",
        "✓ JwkSet",
        "jwks_uri http://127.0.0.1:",
        "RFC 7517",
        "✓ TokenResponse in answer to TokenRequestAuthorizationCode",
        "token_endpoint http://127.0.0.1:",
        "RFC 6749",
        "✓ IdToken verified, signature (RS256) and claims",
        "5. Ask for the user's claims",
        "✓ UserinfoResponse in answer to UserinfoRequest",
        "OpenID Connect Core",
        "6. Refresh",
        "✓ TokenResponse in answer to TokenRequestRefreshToken",
        'rotated; the login is still that of "ada"',
        "7. Ask whether the access token is good",
        "✓ IntrospectionResponse in answer to IntrospectionRequest",
        "active      true",
        "8. Take the tokens back",
        "The access token is no longer good.",
        ...lines.end,
        "✓ TokenResponse in answer to TokenRequestClientCredentials",
        `✓ ${lines.count} messages matched the schemas of `,
      ]);
      assertHidden(`${stdout}${stderr}`, secrets, [
        "access_token",
        "authorization",
        "client_secret",
        "code",
        "code_challenge",
        "code_verifier",
        "cookie",
        "id_token",
        "nonce",
        "refresh_token",
        "state",
      ]);
      assert.ok(!stdout.includes("\u001b["), "no colours where nobody watches");
      assert.ok(seconds < 10, `took ${seconds} s`);
    });
  }

  test("exits 1 with the error's full text when a call fails", async () => {
    const { code, stdout, stderr } = await runDemo({ imports: [failingTokenEndpoint] });
    assert.equal(code, 1);
    assertInOrder(stdout, ["3. The user logs in and consents", "back to the application", "4. Finish"]);
    assert.ok(!stdout.includes("✓ TokenResponse") && !stdout.includes("matched the schemas"));
    assertInOrder(stderr, [
      "✗ The demo failed.",
      "OAuthError ERR_OAUTH_RESPONSE",
      "503 temporarily_unavailable: Down for maintenance",
      "[token_endpoint http://127.0.0.1:",
    ]);
  });

  test("with --broken shows every problem with its JSON pointer and section, and exits 1", async () => {
    const { code, stdout, stderr, seconds, secrets } = await runDemo({ parameters: ["--broken"] });
    assert.equal(stderr, "");
    assert.equal(code, 1);
    assertInOrder(stdout, [
      "Discovery document with six wrong members",
      "ValidationError ERR_VALIDATION_METADATA",
      "OpenidProviderMetadata breaks its specification: 6 problems",
      "Token response with four wrong members",
      "ValidationError ERR_VALIDATION_RESPONSE",
      "TokenResponse breaks its specification: 4 problems",
      "[token_endpoint http://127.0.0.1:",
      "its deviations admitted by name",
      "✓ IdToken verified, signature (ES256) and claims",
      "✓ accepted, 8 deviations reported",
      "Userinfo with four wrong members",
      "UserinfoResponse breaks its specification: 4 problems",
      "of another user",
      "VerificationError ERR_VERIFICATION_SUBJECT",
      "4 logins refused, 15 problems named",
    ]);
    for (const problem of [
      "/response_types_supported must be an array (OpenID Connect Discovery §3)",
      "/code_challenge_methods_supported/1 must be a string (RFC 8414 §2)",
      "/id_token_signing_alg_values_supported is required (OpenID Connect Discovery §3)",
      "/token_type is required (RFC 6749 §5.1)",
      "/expires_in must be a number (RFC 6749 §5.1)",
      "/scope must be a string (RFC 6749 §5.1)",
      "/refresh_token must be a string (RFC 6749 §5.1)",
      "/sub is required (OpenID Connect Core §5.3.2)",
      "/email_verified must be true or false (OpenID Connect Core §5.1)",
      "/token_type is admitted by the tolerance token-type-missing",
    ]) {
      assert.ok(stdout.includes(problem), `${problem}\n\nis missing from\n\n${stdout}`);
    }
    assertHidden(`${stdout}${stderr}`, secrets, ["access_token", "client_secret", "code", "code_verifier", "id_token"]);
    assert.ok(seconds < 10, `took ${seconds} s`);
  });

  for (const parameters of [["--brokne"], ["--provider"], ["--provider", "other"], ["--serve", "--broken"]]) {
    test(`refuses ${parameters.join(" ")}, which it does not know, and exits 2`, async () => {
      const { code, stdout, stderr } = await runDemo({ parameters });
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, /^usage: npm run demo \[-- --provider <own\|oidc-provider> \| --serve \| --broken\]$/m);
    });
  }
});

/** A module that answers for the token endpoint as an overloaded server would. */
const failingTokenEndpoint = `data:text/javascript,${encodeURIComponent(`
  const platformFetch = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.pathname !== "/token") return platformFetch(input, init);
    const body = { error: "temporarily_unavailable", error_description: "Down for maintenance" };
    return Response.json(body, { status: 503 });
  };
`)}`;

interface DemoRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  /** Lines of `kind value`: what the program's HTTP calls carried. */
  readonly secrets: readonly string[];
}

async function runDemo({
  parameters = [],
  imports = [],
}: {
  readonly parameters?: readonly string[];
  readonly imports?: readonly string[];
} = {}): Promise<DemoRun> {
  const directory = await mkdtemp(join(tmpdir(), "demo-"));
  const file = join(directory, "secrets");
  const started = performance.now();
  const modules = ["tsx", "./test/e2e/record-secrets.ts", ...imports].flatMap((name) => ["--import", name]);
  try {
    const run = await new Promise<Omit<DemoRun, "secrets" | "seconds">>((resolve) => {
      execFile(
        process.execPath,
        [...modules, "examples/demo/main.ts", ...parameters],
        { cwd: root, env: { ...process.env, SECRETS_FILE: file }, timeout: 30_000 },
        (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
      );
    });
    const seconds = (performance.now() - started) / 1000;
    const recorded = await readFile(file, "utf8");
    return { ...run, seconds, secrets: recorded.split("\n").filter((line) => line !== "") };
  } finally {
    await rm(directory, { recursive: true });
  }
}

function assertInOrder(text: string, parts: readonly string[]): void {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    assert.ok(at >= 0, `${JSON.stringify(part)} is missing, or not where it belongs, in\n\n${text}`);
    from = at + part.length;
  }
}

/** No recorded secret is in the text; and each kind was recorded, so that the search was not for nothing. */
function assertHidden(text: string, secrets: readonly string[], kinds: readonly string[]): void {
  for (const kind of kinds) {
    assert.ok(
      secrets.some((line) => line.startsWith(`${kind} `)),
      `no ${kind} was recorded`,
    );
  }
  for (const line of secrets) {
    const space = line.indexOf(" ");
    assert.ok(!text.includes(line.slice(space + 1)), `the output shows a secret: ${line.slice(0, space)}`);
  }
}
