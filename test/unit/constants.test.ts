import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import * as constants from "../../src/constants/index.ts";
import { answerRemedies } from "../../src/constants/oauth-error-remedies.ts";

const specs = new URL("../../specs/", import.meta.url);
const { findOAuthErrorMeaning, ...groupsOfConstants } = constants;

/** Where the names of a group come from, and which of them are left out for which reason besides those of `not-planned.json`. */
interface Source {
  readonly names: () => readonly string[];
  /** Registry files whose entries without prospect in `not-planned.json` may be missing. */
  readonly registries?: readonly string[];
  readonly leftOut?: Readonly<Record<string, string>>;
}

const claimsOfRequestObjects = "A claim of a request object, which jwtClaims holds.";
const weak = "Must not be used, so it has no constant.";

/** Every group. Where no registry lists the names, the section named lists them. */
const groups: Readonly<Record<keyof typeof groupsOfConstants, Source>> = {
  // OpenID Connect Dynamic Client Registration §2
  applicationTypes: listed("web", "native"),
  authenticationMethods: registry("amr-values"),
  authenticationSchemes: registry("http-auth-schemes"),
  challengeParameters: both(
    unregistered("challenge-param"),
    listed("realm", "scope", "error", "error_description", "error_uri"), // RFC 6750 §3
  ),
  // OpenID Connect Session Management §3.2
  checkSessionReplies: listed("changed", "unchanged", "error"),
  // OpenID Connect Core §5.6
  claimTypes: listed("normal", "aggregated", "distributed"),
  clientAssertionTypes: registry("oauth-uris", (name) => name.includes(":client-assertion-type:")),
  clientAuthenticationMethods: both(registry("oauth-client-auth-methods"), unregistered("client-auth-method")),
  clientMetadataMembers: both(
    registry("oauth-client-metadata"),
    unregistered("client-metadata", "jarm-client-metadata", "ciba-client-metadata"),
  ),
  codeChallengeMethods: { ...registry("oauth-pkce-methods"), leftOut: { plain: weak } },
  confirmationMethods: registry("jwt-confirmation-methods"),
  displayValues: openEnum("display", "oidc-core/authorization-request"),
  grantTypes: registry("grant-types"),
  headerFields: lowerCase(both(registry("http-fields"), unregistered("http-field"))),
  introspectionMembers: registry("oauth-token-introspection-response"),
  joseHeaderParameters: registry("jose-header-parameters"),
  jweAlgorithmNames: {
    ...registry("jose-algorithms", (_, { kind }) => kind === "jwe-alg"),
    leftOut: { RSA1_5: weak },
  },
  jweEncryptionNames: registry("jose-algorithms", (_, { kind }) => kind === "jwe-enc"),
  jwsAlgorithmNames: registry("jose-algorithms", (_, { kind }) => kind === "jws"),
  jwtClaims: both(registry("jwt-claims"), unregistered("id-token-claim", "ciba-claim")),
  jwtTypes: typesOfJwts(),
  keyCurves: registry("jose-jwk-curves"),
  keyOperations: registry("jose-jwk-operations"),
  keyTypes: registry("jose-jwk-types"),
  keyUses: registry("jose-jwk-use"),
  // RFC 6749 §5.1 and Appendix B
  mediaTypes: both(registry("media-types"), listed("application/json", "application/x-www-form-urlencoded")),
  oauthErrors: both(registry("oauth-extension-errors"), unregistered("error", "ciba-error")),
  oauthUriPrefixes: uriPrefixes(),
  promptValues: openEnum("prompt", "oidc-core/authorization-request", "oidc-prompt-create/authorization-request"),
  protectedResourceMetadataMembers: registry("oauth-protected-resource-metadata"),
  requestParameters: {
    ...both(
      registry("oauth-parameters"),
      unregistered("revocation-request", "logout-request", "backchannel-logout", "third-party-login", "ciba-request"),
      listed("auth_req_id"), // CIBA Core §10.1
    ),
    leftOut: {
      ...reasonFor("Stands in responses only, and in responseParameters.", [
        ...["access_token", "error", "error_description", "error_uri", "expires_in", "id_token", "issued_token_type"],
        ...["session_state", "token_type"],
      ]),
      ...reasonFor(claimsOfRequestObjects, ["sub", "aud", "exp", "nbf", "iat", "jti"]),
    },
  },
  responseModes: registry("response-modes"),
  responseParameters: {
    ...both(registry("oauth-parameters"), unregistered("device-response", "ciba-response", "jarm")),
    leftOut: {
      ...reasonFor("Stands in requests only, and in requestParameters.", [
        ...["client_id", "client_secret", "response_type", "redirect_uri", "grant_type", "username", "password"],
        ...["nonce", "display", "prompt", "max_age", "ui_locales", "claims_locales", "id_token_hint", "login_hint"],
        ...["acr_values", "claims", "registration", "request", "assertion", "client_assertion"],
        ...["client_assertion_type", "code_verifier", "code_challenge", "code_challenge_method", "resource"],
        ...["audience", "requested_token_type", "subject_token", "subject_token_type", "actor_token"],
        ...["actor_token_type", "response_mode", "dpop_jkt"],
      ]),
      ...reasonFor(claimsOfRequestObjects, ["sub", "aud", "exp", "nbf", "iat", "jti"]),
    },
  },
  responseTypes: registry("oauth-response-types"),
  // OpenID Connect Core §5.4 and §11
  scopes: listed("openid", "profile", "email", "address", "phone", "offline_access"),
  // OpenID Connect Back-Channel Logout §2.6
  securityEvents: listed("http://schemas.openid.net/event/backchannel-logout"),
  serverMetadataMembers: both(
    registry("oauth-authorization-server-metadata"),
    unregistered("server-metadata", "jarm-server-metadata"),
  ),
  // OpenID Connect Discovery §3
  subjectTypes: listed("public", "pairwise"),
  // CIBA Core §5
  tokenDeliveryModes: listed("poll", "ping", "push"),
  tokenTypeHints: registry("oauth-token-type-hints"),
  tokenTypeIdentifiers: registry("oauth-uris", (name) => name.includes(":token-type:")),
  tokenTypes: registry("oauth-token-types"),
  wellKnownPaths: prefixed("/.well-known/", registry("well-known-uris")),
};

for (const [group, { names, leftOut = {}, registries = [] }] of Object.entries(groups)) {
  test(`constants: ${group} holds registered names only, each once`, () => {
    const values = valuesOf(group);
    const known = names();
    assert.deepEqual(
      values.filter((value) => !known.includes(value)),
      [],
    );
    assert.equal(new Set(values).size, values.length);
    assert.ok(values.length > 0);
  });

  test(`constants: ${group} holds every registered name that is not left out for a reason`, () => {
    const values = valuesOf(group);
    const without = new Set([...Object.keys(leftOut), ...registries.flatMap(notPlanned)]);
    assert.deepEqual(
      names().filter((name) => !values.includes(name) && !without.has(name)),
      [],
    );
    const stale = Object.keys(leftOut).filter((name) => values.includes(name) || !names().includes(name));
    assert.deepEqual(stale, [], "has a reason to be left out, but is there or not registered");
    for (const reason of Object.values(leftOut)) assert.match(reason, /^[A-Z].{15,}\.$/);
  });
}

test("constants: every group is held against a registry or a section", () => {
  assert.deepEqual(Object.keys(groupsOfConstants).sort(), Object.keys(groups).sort());
});

test("constants: every file but the limits and the remedies is exported", () => {
  const files = readdirSync(new URL("../../src/constants/", import.meta.url)).filter((name) => name !== "index.ts");
  const index = readFileSync(new URL("../../src/constants/index.ts", import.meta.url), "utf8");
  assert.deepEqual(
    files.filter((name) => !index.includes(`"./${name}"`)),
    ["limits.ts", "oauth-error-remedies.ts"],
  );
});

for (const error of valuesOf("oauthErrors")) {
  test(`constants: ${error} has a meaning, an actor, a remedy and a section`, () => {
    const found = findOAuthErrorMeaning(error);
    assert.ok(found !== undefined);
    assert.deepEqual(Object.keys(found).sort(), ["actor", "meaning", "remedy", "section"]);
    assert.match(found.actor, /^(?:program|user|developer|operator)$/);
    assert.match(found.meaning, /^(?:[A-Z].+)\.$/);
    assert.match(found.remedy, /^(?:[A-Z].+)\.$/);
    assert.match(found.section, / §\d|\(draft\)$/);
  });
}

test("constants: a meaning says what went wrong, who acts, how, and where it is defined (RFC 8628 §3.5)", () => {
  assert.deepEqual(findOAuthErrorMeaning("slow_down"), {
    meaning: "The client asks too often.",
    actor: "program",
    remedy: "Ask again after an interval that is five seconds longer.",
    section: "RFC 8628 §3.5",
  });
  assert.equal(findOAuthErrorMeaning("invalid_client")?.remedy, answerRemedies.invalid_client);
  assert.equal(findOAuthErrorMeaning("invalid_client")?.actor, "developer");
});

for (const error of ["", "constructor", "__proto__", "toString", "INVALID_GRANT", "AADSTS50011"]) {
  test(`constants: an error called "${error}" has no meaning`, () => {
    assert.equal(findOAuthErrorMeaning(error), undefined);
  });
}

function valuesOf(group: string): readonly string[] {
  const found = Object.entries(groupsOfConstants).find(([name]) => name === group);
  return found === undefined ? [] : Object.values(found[1]);
}

function registry(file: string, condition: (name: string, row: Row) => boolean = () => true): Source {
  return {
    names: () =>
      rows(file)
        .filter((row) => condition(row.name, row))
        .map(({ name }) => name),
    registries: [file],
  };
}

function unregistered(...kinds: readonly string[]): Source {
  return registry("unregistered-names", (_, { kind }) => kind !== undefined && kinds.includes(kind));
}

function listed(...names: readonly string[]): Source {
  return { names: () => names };
}

function both(...sources: readonly Source[]): Source {
  return {
    names: () => sources.flatMap(({ names }) => names()),
    registries: sources.flatMap(({ registries = [] }) => registries),
  };
}

function lowerCase(source: Source): Source {
  return { ...source, names: () => source.names().map((name) => name.toLowerCase()) };
}

function prefixed(prefix: string, { names, registries = [] }: Source): Source {
  const left = registries.flatMap((file) => notPlanned(file));
  return { names: () => names().flatMap((name) => (left.includes(name) ? [] : [prefix + name])) };
}

/** `typ` of the media types that have one. Of those that are not planned, some have a constant all the same. */
function typesOfJwts(): Source {
  const left = new Set(notPlanned("media-types"));
  const planned = rows("media-types").filter(({ name }) => !left.has(name));
  const optional = ["client-authentication+jwt"];
  return {
    names: () => [...planned.flatMap(({ typ }) => (typ === undefined || typ === "" ? [] : [typ])), ...optional],
  };
}

function uriPrefixes(): Source {
  const others = /:(?:grant-type|client-assertion-type|token-type):/;
  const { names } = registry("oauth-uris", (name) => !others.test(name) && !name.endsWith(":ckt"));
  return { names: () => names().map((name) => `${name}:`) };
}

function reasonFor(reason: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}

/** Names of a registry that `not-planned.json` leaves out for good. */
function notPlanned(file: string): readonly string[] {
  const groupsByFile: Readonly<Record<string, readonly { until: string | null; names: readonly string[] }[]>> =
    JSON.parse(readFileSync(new URL("registries/not-planned.json", specs), "utf8"));
  return (groupsByFile[`${file}.json`] ?? []).flatMap(({ until, names }) => (until === null ? names : []));
}

/** Well-known values of a member, as the contributions of several documents list them. */
function openEnum(member: string, ...contributions: readonly string[]): Source {
  const names = contributions.flatMap((path) => {
    const schema: Contribution = JSON.parse(readFileSync(new URL(`${path}.schema.json`, specs), "utf8"));
    const { "x-open-enum": open = [], enum: closed = [], items = {} } = schema.properties[member] ?? {};
    return [...open, ...closed, ...(items["x-open-enum"] ?? []), ...(items.enum ?? [])];
  });
  return { names: () => names };
}

function rows(file: string): readonly Row[] {
  return JSON.parse(readFileSync(new URL(`registries/${file}.json`, specs), "utf8"));
}

interface Row {
  readonly name: string;
  readonly kind?: string;
  readonly typ?: string;
}

interface Values {
  readonly "x-open-enum"?: readonly string[];
  readonly enum?: readonly string[];
}

interface Contribution {
  readonly properties: Readonly<Record<string, Values & { readonly items?: Values }>>;
}
