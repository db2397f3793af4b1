import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";

/** One row of a registry file. */
interface Row {
  readonly name: string;
  readonly [member: string]: unknown;
}

/** Names that no schema covers, with the reason and the message that will bring them (null: none will). */
interface Group {
  readonly reason: string;
  readonly until: string | null;
  readonly names: readonly string[];
}

type Covered = (row: Row) => boolean;

/**
 * Where the names of one registry file have to be found: the file, how many distinct names it held when the line was
 * written (it must not shrink), the places, and the member of a row that tells rows of one name apart.
 */
type Registry = readonly [file: string, atLeast: number, covered: Covered, scope?: string];

type JsonObject = Readonly<Record<string, unknown>>;

/** The members of one message, each with what the contributions say of it. */
type Message = Map<string, JsonObject[]>;

const SPECS = new URL("../../specs/", import.meta.url);
const files = new Map<string, unknown>();
const flattened = new Map<string, Message>();
let openApiNames: Readonly<Record<"paths" | "headers" | "mediaTypes" | "schemes", ReadonlySet<string>>> | undefined;

const METADATA = "authorization-server-metadata";
const ERRORS = ["authorization-error", "token-error", "resource-challenge", "registration-error"];
const TOKEN_REQUESTS = ["token-request", "token-request-extension"];
const FRONT = ["authorization-request", "request-object", "authorization-response", "authorization-error"];
const FRONT_AND_TOKEN = [...FRONT, ...TOKEN_REQUESTS];
const CLAIMS = [
  ...["jwt-claims", "id-token", "userinfo-response", "client-assertion", "authorization-grant-jwt"],
  ...["jwt-access-token", "dpop-proof", "introspection-response-jwt"],
  "logout-token",
];
const CIBA_ERRORS = ["backchannel-authentication-error", "backchannel-authentication-push-error"];

/** Messages by the scope that a registry gives a name. */
const KEYS: Readonly<Record<string, string>> = {
  "*": "jwk",
  RSA: "jwk-rsa",
  EC: "jwk-ec",
  oct: "jwk-oct",
  OKP: "jwk-okp",
  AKP: "jwk-akp",
};
const HEADERS: Readonly<Record<string, string>> = { JWS: "jws-header", JWE: "jwe-header" };
const ALGORITHMS: Readonly<Record<string, Covered>> = {
  jws: values("alg", "jws-header"),
  "jwe-alg": values("alg", "jwe-header"),
  "jwe-enc": values("enc", "jwe-header"),
};
const UNREGISTERED: Readonly<Record<string, Covered>> = {
  "server-metadata": members(METADATA),
  "jarm-server-metadata": members(METADATA),
  "challenge-param": members("resource-challenge"),
  "id-token-claim": members("id-token"),
  "ciba-claim": members("id-token"),
  "client-auth-method": values("token_endpoint_auth_methods_supported", METADATA),
  "prompt-value": either(values("prompt", "authorization-request"), values("prompt_values_supported", METADATA)),
  error: values("error", ...ERRORS),
  "ciba-request": members("backchannel-authentication-request"),
  "ciba-response": members("backchannel-authentication-response"),
  "ciba-error": values("error", ...CIBA_ERRORS),
  "http-field": ({ name }) => openApi().headers.has(name),
  "logout-request": members("end-session-request"),
  "backchannel-logout": members("backchannel-logout-request"),
  jarm: members("authorization-response-jarm"),
  "third-party-login": members("third-party-login-request"),
  "device-response": members("device-authorization-response"),
  "revocation-request": members("revocation-request"),
  "client-metadata": members("client-metadata"),
  "ciba-client-metadata": members("client-metadata"),
  "jarm-client-metadata": members("client-metadata"),
};

const REGISTRIES: readonly Registry[] = [
  ["amr-values", 21, values("amr", "id-token")],
  ["grant-types", 12, either(values("grant_type", ...TOKEN_REQUESTS), values("grant_types_supported", METADATA))],
  ["http-auth-schemes", 14, ({ name }) => openApi().schemes.has(name)],
  ["http-fields", 4, ({ name }) => openApi().headers.has(name)],
  ["jose-algorithms", 53, (row) => ALGORITHMS[String(row.kind)]?.(row) ?? false],
  ["jose-compression-algorithms", 1, values("zip", "jwe-header")],
  [
    "jose-header-parameters",
    44,
    ({ name, usage }) =>
      String(usage)
        .split(", ")
        .every((kind) => isMember(name, HEADERS[kind] ?? "")),
    "usage",
  ],
  ["jose-jwk-curves", 8, (row) => values("crv", KEYS[String(row.kty)] ?? "")(row)],
  ["jose-jwk-operations", 8, values("key_ops", "jwk")],
  ["jose-jwk-parameters", 33, ({ name, kty }) => isMember(name, KEYS[String(kty)] ?? ""), "kty"],
  ["jose-jwk-set-parameters", 1, members("jwk-set")],
  ["jose-jwk-types", 5, (row) => values("kty", KEYS[row.name] ?? "")(row)],
  ["jose-jwk-use", 2, values("use", "jwk")],
  ["jwt-claims", 163, members(...CLAIMS)],
  ["jwt-confirmation-methods", 7, members("confirmation")],
  ["jwt-status-mechanisms", 1, nowhere],
  [
    "media-types",
    33,
    ({ name, typ }) => openApi().mediaTypes.has(name) || (typ !== "" && isValue(String(typ), "typ", "jws-header")),
  ],
  ["oauth-authorization-server-metadata", 82, members(METADATA)],
  ["oauth-client-auth-methods", 7, values("token_endpoint_auth_methods_supported", METADATA)],
  ["oauth-client-metadata", 92, members("registration-request", "registration-response")],
  ["oauth-extension-errors", 50, values("error", ...ERRORS), "extension"],
  ["oauth-parameters", 86, members(...FRONT_AND_TOKEN, "client-authentication", "token-response", "token-error")],
  ["oauth-pkce-methods", 2, values("code_challenge_methods_supported", METADATA)],
  ["oauth-protected-resource-metadata", 23, members("protected-resource-metadata")],
  ["oauth-response-types", 10, values("response_types_supported", METADATA)],
  ["oauth-status-types", 5, nowhere],
  ["oauth-token-introspection-response", 25, members("introspection-response")],
  [
    "oauth-token-type-hints",
    3,
    ({ name }) =>
      ["revocation-request", "introspection-request"].every((message) => isValue(name, "token_type_hint", message)),
  ],
  ["oauth-token-types", 4, values("token_type", "token-response")],
  [
    "oauth-uris",
    15,
    either(
      values("grant_types_supported", METADATA),
      values("client_assertion_type", "client-authentication"),
      values("subject_token_type", "token-request-token-exchange"),
    ),
  ],
  ["response-modes", 12, values("response_modes_supported", METADATA)],
  ["secevent-subject-identifier-formats", 8, nowhere],
  ["unregistered-names", 58, (row) => UNREGISTERED[String(row.kind)]?.(row) ?? false, "kind"],
  ["well-known-uris", 104, ({ name }) => openApi().paths.has(`/.well-known/${name}`)],
];

const notPlanned = readJson("registries/not-planned.json") as Readonly<Record<string, readonly Group[]>>;

test("every registry file has its line in the table", () => {
  const files = readdirSync(new URL("registries/", SPECS)).filter(
    (name) => name.endsWith(".json") && name !== "not-planned.json",
  );
  assert.ok(files.length >= 34, `only ${files.length} registry files were seen`);
  assert.deepEqual(REGISTRIES.map(([file]) => `${file}.json`).sort(), files.sort());
  for (const file of Object.keys(notPlanned))
    assert.ok(files.includes(file), `not-planned.json names ${file}, which is no registry`);
});

test("every reason in not-planned.json is a sentence, and every name stands there once", () => {
  for (const [file, groups] of Object.entries(notPlanned)) {
    const seen = new Set<string>();
    for (const { reason, until, names } of groups) {
      assert.ok(reason.trim().length >= 15 && reason.endsWith("."), `${file}: "${reason}" is no reason`);
      assert.ok(until === null || until.trim() !== "", `${file}: an empty until`);
      assert.ok(names.length > 0, `${file}: a reason without names`);
      for (const name of names) {
        assert.ok(!seen.has(name), `${file}: ${name} is listed twice`);
        seen.add(name);
      }
    }
  }
});

test("no name waits for a message that exists", () => {
  const messages = readdirSync(new URL("messages/", SPECS)).map((name) => name.replace(/\.schema\.json$/, ""));
  assert.ok(messages.length >= 30, `only ${messages.length} messages were seen`);
  const waiting = Object.values(notPlanned).flatMap((groups) => groups.map(({ until }) => until));
  none(
    "waiting for nothing",
    waiting.filter((until) => until !== null && messages.includes(until)),
  );
});

for (const [file, atLeast, covered, scope] of REGISTRIES) {
  test(`${file}: each registered name is covered by a schema or stands in not-planned.json, never both`, () => {
    const names = keyed(readJson(`registries/${file}.json`) as readonly Row[], scope);
    assert.ok(names.size >= atLeast, `only ${names.size} names were seen`);
    const listed = new Set((notPlanned[`${file}.json`] ?? []).flatMap((group) => group.names));
    const where = (wanted: (row: Row, isListed: boolean) => boolean): string[] =>
      [...names].filter(([name, row]) => wanted(row, listed.has(name))).map(([name]) => name);

    none(
      "neither covered nor listed",
      where((row, isListed) => !covered(row) && !isListed),
    );
    none(
      "covered and listed",
      where((row, isListed) => covered(row) && isListed),
    );
    none(
      "listed, but not registered",
      [...listed].filter((name) => !names.has(name)),
    );
  });
}

test("the reader finds members and values through contributions, base messages and unions", () => {
  assert.ok(isMember("token_endpoint", METADATA));
  assert.ok(isMember("token_endpoint", "openid-provider-metadata"));
  assert.ok(!isMember("access_token", METADATA));
  assert.ok(isMember("grant_type", "token-request"));
  assert.ok(isValue("Bearer", "token_type", "token-response"));
  assert.ok(!isValue("bearer", "token_type", "token-response"));
});

function none(what: string, names: readonly unknown[]): void {
  assert.deepEqual(names, [], what);
}

/** Covered where one of these messages has a member of the name. */
function members(...messages: readonly string[]): Covered {
  return ({ name }) => messages.some((message) => isMember(name, message));
}

/** Covered where a member of one of these messages names the value: as const, in enum or x-open-enum, of itself or its items. */
function values(member: string, ...messages: readonly string[]): Covered {
  return ({ name }) => messages.some((message) => isValue(name, member, message));
}

function either(...checks: readonly Covered[]): Covered {
  return (row) => checks.some((covered) => covered(row));
}

function nowhere(): boolean {
  return false;
}

/** Rows by name; rows that share a name and differ in scope are told apart as `name (scope)`. */
function keyed(rows: readonly Row[], scope: string | undefined): Map<string, Row> {
  const scopesOf = new Map<string, Set<unknown>>();
  for (const row of rows) {
    const scopes = scopesOf.get(row.name) ?? new Set();
    scopesOf.set(row.name, scopes.add(scope === undefined ? "" : row[scope]));
  }
  return new Map(
    rows.map((row) => [
      (scopesOf.get(row.name)?.size ?? 0) > 1 ? `${row.name} (${String(row[scope ?? ""])})` : row.name,
      row,
    ]),
  );
}

function isMember(name: string, message: string): boolean {
  return flatten(message).has(name);
}

function isValue(value: string, member: string, message: string): boolean {
  return (flatten(message).get(member) ?? []).some((schema) => valuesOf(schema).includes(value));
}

function valuesOf(schema: JsonObject): unknown[] {
  const items = isObject(schema.items) ? valuesOf(schema.items) : [];
  return [schema.const, ...listAt(schema, "enum"), ...listAt(schema, "x-open-enum"), ...items];
}

/** Joins what a composition refers to; a union is joined from its branches. */
function flatten(message: string): Message {
  const known = flattened.get(message);
  if (known !== undefined) return known;
  const joined: Message = new Map();
  join(joined, `messages/${message}.schema.json`);
  flattened.set(message, joined);
  return joined;
}

function join(into: Message, path: string): void {
  const schema = readJson(path);
  assert.ok(isObject(schema), `${path} is no object`);
  if (path.startsWith("messages/")) {
    const parts = [...listAt(schema, "allOf"), ...listAt(schema, "oneOf")].filter(isObject).map((part) => part.$ref);
    assert.ok(parts.length > 0, `${path} refers to nothing`);
    for (const reference of parts) join(into, posix.join(posix.dirname(path), String(reference)));
    return;
  }
  for (const [name, member] of Object.entries(objectAt(schema, "properties"))) {
    if (!isObject(member)) continue;
    const schemas = into.get(name) ?? [];
    schemas.push(member);
    const reference = member.$ref;
    if (typeof reference === "string" && reference.includes("/common/")) {
      const common = readJson(posix.join(posix.dirname(path), reference));
      if (isObject(common)) schemas.push(common);
    }
    into.set(name, schemas);
  }
}

/** Names that the OpenAPI documents use for what is no member of a message. */
function openApi(): NonNullable<typeof openApiNames> {
  if (openApiNames !== undefined) return openApiNames;
  const documents = readdirSync(new URL("openapi/", SPECS)).map((file) => readJson(`openapi/${file}`));
  assert.ok(documents.length >= 3, `only ${documents.length} OpenAPI documents were seen`);
  const headers = new Set<string>();
  const mediaTypes = new Set<string>();
  const schemes = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const element of value) walk(element);
    if (!isObject(value)) return;
    for (const name of Object.keys(objectAt(value, "headers"))) headers.add(name);
    for (const type of Object.keys(objectAt(value, "content"))) mediaTypes.add(type);
    if (value.in === "header") headers.add(String(value.name));
    if (value.type === "http") {
      schemes.add(String(value.scheme));
      headers.add("Authorization");
    }
    for (const part of Object.values(value)) walk(part);
  };
  walk(documents);
  const paths = documents.filter(isObject).flatMap((document) => Object.keys(objectAt(document, "paths")));
  openApiNames = { paths: new Set(paths), headers, mediaTypes, schemes };
  return openApiNames;
}

function readJson(path: string): unknown {
  if (!files.has(path)) files.set(path, JSON.parse(readFileSync(new URL(path, SPECS), "utf8")));
  return files.get(path);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isObject(value) ? value : {};
}

function listAt(object: JsonObject, key: string): readonly unknown[] {
  const value = object[key];
  return Array.isArray(value) ? value : [];
}
