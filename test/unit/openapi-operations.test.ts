import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

interface Operation {
  readonly operationId?: string;
}

interface PathItem {
  readonly "x-metadata"?: string;
  readonly [method: string]: Operation | string | undefined;
}

interface Schema {
  readonly allOf?: readonly { readonly $ref: string }[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

const specs = new URL("../../specs/", import.meta.url);
const documents = ["authorization-server", "client", "protected-resource"] as const;

/** Operations that a client can call once their step is written; each leaves this list with its function. */
const awaited: readonly string[] = ["fetchResource"];

test("the OpenAPI documents are those that this test knows", () => {
  assert.deepEqual(
    readdirSync(new URL("openapi/", specs)).sort(),
    documents.map((name) => `${name}.openapi.json`),
  );
});

test("every operation that a client calls is an exported function of its operationId, or awaits one", async () => {
  const entries = await Promise.all(
    ["endpoints", "metadata"].map(
      async (room): Promise<Readonly<Record<string, unknown>>> => import(`../../src/${room}/index.ts`),
    ),
  );
  const called = [...operationsOf("authorization-server"), ...operationsOf("protected-resource")];
  const missing = called.filter((name) => !entries.some((entry) => typeof entry[name] === "function"));
  assert.deepEqual(missing.sort(), awaited);
  assert.equal(called.length, 24);
});

test("every operation of the client's own server says that the client receives or serves", () => {
  const operations = operationsOf("client");
  assert.deepEqual(
    operations.filter((name) => !/^(receive|serve)[A-Z]/.test(name)),
    [],
  );
  assert.equal(operations.length, 12);
});

test("no two operations have one operationId", () => {
  const all = documents.flatMap(operationsOf);
  assert.equal(new Set(all).size, all.length);
});

/** Where the members that `x-metadata` names are defined, by document. */
const metadata: Readonly<Record<(typeof documents)[number], readonly string[]>> = {
  "authorization-server": ["authorization-server-metadata", "openid-provider-metadata", "registration-response"],
  client: ["client-metadata", "client-id-metadata-document"],
  "protected-resource": ["protected-resource-metadata"],
};

for (const name of documents) {
  test(`${name}: x-metadata names members that hold URLs in the metadata of this party`, () => {
    const known = new Set(metadata[name].flatMap((message) => membersOf(`messages/${message}`)));
    const named = Object.values(pathsOf(name)).flatMap((item) => item["x-metadata"] ?? []);
    assert.deepEqual(
      named.filter((member) => !known.has(member)),
      [],
    );
    assert.ok(named.length > 0);
  });
}

test("every endpoint of the server's metadata that is built has a path, so that a call can name it", () => {
  const named = Object.values(pathsOf("authorization-server")).map((item) => item["x-metadata"]);
  const endpoints = membersOf("messages/openid-provider-metadata").filter((member) => member.endsWith("_endpoint"));
  assert.deepEqual(
    endpoints.filter((member) => !named.includes(member)),
    ["federation_registration_endpoint", "status_list_aggregation_endpoint"],
  );
});

function pathsOf(name: string): Readonly<Record<string, PathItem>> {
  const document: { readonly paths: Readonly<Record<string, PathItem>> } = readJson(`openapi/${name}.openapi.json`);
  return document.paths;
}

function operationsOf(name: string): readonly string[] {
  return Object.values(pathsOf(name)).flatMap((item) =>
    Object.values(item).flatMap((operation) => (typeof operation === "object" ? (operation.operationId ?? []) : [])),
  );
}

function membersOf(path: string): readonly string[] {
  const schema: Schema = readJson(`${path}.schema.json`);
  const parts = (schema.allOf ?? []).flatMap((part) =>
    typeof part.$ref === "string" ? membersOf(new URL(part.$ref, `file:///${path}`).pathname.slice(1, -12)) : [],
  );
  return [...Object.keys(schema.properties ?? {}), ...parts];
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, specs), "utf8"));
}
