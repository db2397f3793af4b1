import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { bundleSize } from "../../bench/bundle.ts";
import { browserFlow, clientCredentialsFlow, codeFlow, type Flow, writeFlow } from "../../bench/flows.ts";
import { root } from "../../scripts/run.ts";
import { readText } from "./source-module.ts";

interface Expectation {
  readonly flow: Flow;
  /** Most bytes, minified and compressed, all that is needed included: a little more than today. */
  readonly ceiling: number;
  /** Messages that it holds; every other one is too much. */
  readonly messages: readonly string[];
  /** Texts of jobs that it has nothing to do with. */
  readonly strangers: readonly string[];
  /** Packages that it may bring along. */
  readonly packages: readonly string[];
}

const token = ["authorization-detail", "token-error", "token-response"];

const expectations: readonly Expectation[] = [
  {
    flow: clientCredentialsFlow,
    ceiling: 13_950,
    messages: [...token, "token-request-client-credentials"],
    packages: [],
    strangers: [
      ...["code_verifier", "nonce", "at_hash", "jwks_uri", "response_types_supported", "userinfo_endpoint"],
      ...["bearer_token", "RSASSA-PKCS1-v1_5", "OpenID Federation", "tls_client_auth"],
      ...["preferred_username", "grant_type refresh", "post_logout_redirect_uri", "software_statement", "device_code"],
    ],
  },
  {
    flow: codeFlow,
    ceiling: 30_210,
    packages: [],
    messages: [
      ...token,
      ...["address", "authorization-error", "authorization-response"],
      ...["id-token", "jws-header", "login-metadata", "login-request", "token-request-authorization-code"],
    ],
    strangers: [
      ...[
        "software_statement",
        "post_logout_redirect_uri",
        "device_code",
        "client_notification_token",
        "binding_message",
      ],
      ...["token_type_hint", "token_introspection", "logout_token", "subject_token", "client_credentials"],
      ...["bearer_token", "verification_url"],
    ],
  },
  {
    flow: browserFlow,
    ceiling: 48_610,
    packages: ["jose"],
    messages: [
      ...token,
      ...["address", "authorization-error", "authorization-response", "dpop-proof", "end-session-request"],
      ...["id-token", "jws-header", "login-metadata", "login-request", "revocation-request"],
      ...["token-request-authorization-code", "token-request-refresh-token"],
    ],
    strangers: [
      ...["device_code", "client_notification_token", "bearer_token"],
      ...["token_introspection", "logout_token", "subject_token", "client_credentials"],
      ...["node:", "localStorage", "unsafe-inline"],
    ],
  },
];

/** Pages that tell ceilings: those of all flows in the order above, or that of one. */
const pages = [
  ["docs/performance.md", expectations],
  ["docs/decisions/bytes.md", expectations],
  ["docs/guides/browser.md", expectations.filter(({ flow }) => flow === browserFlow)],
] as const;

for (const [path, told] of pages) {
  test(`bundles: ${path} tells the ceilings that hold`, () => {
    const figures = [...readText(path).matchAll(/(\d+,\d+)\sbytes/g)].map(([, figure]) => figure);
    assert.deepEqual(
      figures,
      told.map(({ ceiling }) => ceiling.toLocaleString("en-US")),
    );
  });
}

for (const { flow, ceiling, messages, strangers, packages } of expectations) {
  const bundled = bundleSize(writeFlow(flow, { folder: "./src", extension: ".ts" }));

  test(`bundles: ${flow.name} costs ${ceiling} bytes at most`, async () => {
    const { gzip } = await bundled;
    assert.ok(gzip <= ceiling, `${gzip} bytes; see with bench/bundle.ts which module grew`);
    assert.ok(gzip > ceiling - 1_500, `${gzip} bytes only: lower the ceiling, and tell docs/performance.md`);
  });

  test(`bundles: ${flow.name} holds its own messages and no other`, async () => {
    const { modules } = await bundled;
    const held = modules.flatMap((path) => /^generated\/messages\/(.+)\.ts$/.exec(path)?.[1] ?? []);
    assert.deepEqual([...held].sort(), [...messages].sort());
  });

  test(`bundles: ${flow.name} holds no text of other jobs, and no other package`, async () => {
    const { text, modules } = await bundled;
    assert.deepEqual(
      strangers.filter((word) => text.includes(word)),
      [],
    );
    assert.deepEqual([...new Set(modules.flatMap((path) => /node_modules\/([^/]+)/.exec(path)?.[1] ?? []))], packages);
  });
}

test("bundles: of the package, which is one module, nothing comes along that was not asked for", async () => {
  const shared = { bundle: true, format: "esm", platform: "neutral", target: "es2022", write: false } as const;
  const rooms = [
    ...["browser", "client-auth", "constants", "dpop", "endpoints", "errors", "http-signatures", "id-token", "jose"],
    ...["jwt-profiles", "metadata", "relying-party", "resource-server", "schema", "tokens", "util"],
  ].map((room) => `${room}/index`);
  const entries = ["index", ...rooms].map((entry) => `export * from "./src/${entry}.ts";`).join("");
  const joined = await build({ ...shared, stdin: { contents: entries, resolveDir: root }, packages: "external" });
  const contents = `${joined.outputFiles[0]?.text ?? ""}\nexport const nothing = "asked for";`;
  const { outputFiles } = await build({
    ...shared,
    stdin: { contents: 'export { nothing } from "joined";', resolveDir: root },
    minify: true,
    plugins: [
      {
        name: "joined",
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^joined$/ }, ({ path }) => ({ path, namespace: "joined", sideEffects: true }));
          onResolve({ filter: /^jose/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
          onLoad({ filter: /./, namespace: "joined" }, () => ({ contents, loader: "js" }));
        },
      },
    ],
  });
  const text = outputFiles[0]?.text ?? "";
  assert.match(text, /asked for/);
  assert.ok(text.length < 400, `a statement of its own effect keeps ${text}`);
});
