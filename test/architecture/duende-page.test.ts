import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";
import { listFiles, parseModule, readText } from "./source-module.ts";

/** The files of the porting checklist, by row; `StringExtensions.cs` stands in two rows. */
const checklist: Readonly<Record<string, readonly string[]>> = {
  C1: ["TokenResponse"],
  C2: ["TokenRequest"],
  C3: ["ClientCredentialsTokenRequest"],
  C4: ["AuthorizationCodeTokenRequest"],
  C5: ["RefreshTokenRequest"],
  C6: ["DeviceTokenRequest"],
  C7: ["TokenExchangeRequest"],
  C8: ["UserInfoRequest", "UserInfoResponse"],
  C9: ["IntrospectionRequest", "IntrospectionResponse"],
  C10: ["RevocationRequest"],
  C11: ["DiscoveryDocumentRequest", "DiscoveryDocumentResponse"],
  C12: ["JwksRequest", "JwksResponse"],
  C13: ["DeviceAuthorizationRequest", "DeviceAuthorizationResponse"],
  C14: ["ClientRegistrationRequest", "ClientRegistrationResponse"],
  C15: ["PushedAuthorizationRequest", "PushedAuthorizationResponse"],
  C16: ["HttpClientExtensions", "HttpResponseExtensions"],
  C17: ["DictionaryExtensions", "StringExtensions"],
  C18: ["OidcConstants", "OAuth2Constants", "JwtClaimTypes"],
  C19: ["JwtHeaderParameterNames", "ProtocolRoutePaths"],
  C20: ["Base64Url"],
  C21: ["Epoch"],
  C22: ["CryptoRandom"],
  C23: ["StringExtensions"],
  C24: ["HashExtensions"],
  C25: ["JsonExtensions"],
  C26: ["JwtPayload", "JwtHeader", "JwtSecurityToken"],
  C27: ["JsonWebKey", "JsonWebKeySet"],
  C28: ["JwtTokenValidation"],
  C29: ["HttpClientTokenRequestExtensions", "HttpClientDiscoveryExtensions"],
  C30: ["HttpClientJwksExtensions", "HttpClientIntrospectionExtensions"],
  C31: ["HttpClientRevocationExtensions", "HttpClientUserInfoExtensions"],
  C32: ["HttpClientDeviceExtensions", "HttpClientRegistrationExtensions"],
  C33: ["AuthorizeRequest", "AuthorizeRequestExtensions", "Parameters"],
  C34: ["AuthorizeResponse"],
  C35: ["Pkce", "PkceExtensions"],
  C36: ["DPoPProof", "DPoPExtensions", "DPoPTokenRequest"],
  C37: ["ProtocolException", "HttpRequestException", "ValidationException"],
  C38: ["TokenValidationParameters"],
  C39: ["ClaimsPrincipal", "IdentityModel", "SecurityToken"],
  C40: ["IdentityModelEventSource"],
  C41: ["IdentityModelOptions", "HttpClientOptions"],
};

interface Row {
  readonly line: string;
  /** `C1`; empty in the last table. */
  readonly row: string;
  readonly name: string;
  readonly names: readonly NamedExport[];
  readonly note: string;
}

interface NamedExport {
  readonly entry: string;
  readonly name: string;
  readonly notYet: boolean;
}

test("duende page: every file of the checklist has one line", () => {
  const found = readRows(readText("docs/duende.md"))
    .filter(({ row }) => row !== "")
    .map(({ row, name }) => `${row} ${/`(\w+)\.cs`/.exec(name)?.[1]}`);
  const wanted = Object.entries(checklist).flatMap(([row, names]) => names.map((name) => `${row} ${name}`));
  assert.equal(wanted.length, 70);
  assert.deepEqual([...found].sort(), [...wanted].sort());
});

test("duende page: every name is exported, unless it is marked as not yet there", () => {
  const rows = readRows(readText("docs/duende.md"));
  assert.deepEqual(findWrongNames(rows), []);
  assert.ok(rows.flatMap(({ names }) => names).length >= 150);
});

test("duende page: what is not there has a reason", () => {
  const without = readRows(readText("docs/duende.md")).filter(({ names }) => names.length === 0);
  assert.deepEqual(
    without.filter(({ note }) => !/^Not there, because .{15,}\.$/.test(note)).map(({ line }) => line),
    [],
  );
});

test("duende page: a name that is not exported and a mark that is out of date are found", () => {
  const page = [
    "| C1 | `A.cs` | `pkce`: `createCodeVerifier`, `createNothing`; `client`: `refresh`, `fly` | |",
    "| C2 | `B.cs` | `pkce`: not yet `createCodeVerifier`, not yet `createNothing` | |",
    "| `C` | `nowhere`: `a`; `messages/token-response`: `TokenResponse` | |",
  ].join("\n");
  assert.deepEqual(findWrongNames(readRows(page)), [
    "pkce has no createNothing",
    "client has no fly",
    "pkce has createCodeVerifier: take away the mark",
    "nowhere has no a",
  ]);
});

function findWrongNames(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(({ names }) =>
    names.flatMap(({ entry, name, notYet }) => {
      if (exportsOf(entry).has(name) !== notYet) return [];
      return [notYet ? `${entry} has ${name}: take away the mark` : `${entry} has no ${name}`];
    }),
  );
}

/** Lines of the tables; the last one has no column for the row of the checklist. */
function readRows(page: string): readonly Row[] {
  return page.split("\n").flatMap((line) => {
    const cells = line.split("|").map((cell) => cell.trim());
    const hasRow = /^C\d+$/.test(cells[1] ?? "");
    const [name = "", here = "", note = ""] = cells.slice(hasRow ? 2 : 1);
    if (cells.length < 4 || !name.startsWith("`")) return [];
    return [{ line, row: hasRow ? (cells[1] ?? "") : "", name, names: readNames(here), note }];
  });
}

/** A name before a colon is an entry; those after it are exported there. */
function readNames(cell: string): readonly NamedExport[] {
  return cell.split(";").flatMap((part) => {
    const entry = /`([^`]+)`:/.exec(part)?.[1] ?? "";
    const [, names = ""] = part.split(/`:(.*)/);
    return [...names.matchAll(/(not yet )?`([^`]+)`/g)].map(([, mark, name = ""]) => ({
      entry,
      name,
      notYet: mark !== undefined,
    }));
  });
}

const known = new Map<string, ReadonlySet<string>>();

function exportsOf(entry: string): ReadonlySet<string> {
  const names = known.get(entry) ?? (entry === "client" ? readClientMethods() : readExports(entry));
  known.set(entry, names);
  return names;
}

/** Names that an entry's module exports, from its own text: an index lists them, other modules declare them. */
function readExports(entry: string): ReadonlySet<string> {
  const path = entry.startsWith("messages/")
    ? `generated/${entry}.ts`
    : entry === "ts-identity-model"
      ? "src/index.ts"
      : [`src/${entry}/index.ts`, `src/${entry}.ts`].find((candidate) => sourceFiles().includes(candidate));
  if (path === undefined) return new Set();
  const { source } = parseModule(path, readText(path));
  return new Set(source.statements.flatMap(exportedNames));
}

function exportedNames(statement: ts.Statement): readonly string[] {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    return clause !== undefined && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];
  }
  const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(isExportKeyword) === true;
  if (!isExported) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const declares = ts.isFunctionDeclaration(statement) || ts.isInterfaceDeclaration(statement);
  return (declares || ts.isTypeAliasDeclaration(statement)) && statement.name !== undefined
    ? [statement.name.text]
    : [];
}

function isExportKeyword({ kind }: ts.ModifierLike): boolean {
  return kind === ts.SyntaxKind.ExportKeyword;
}

/** Members of `Client` and of the interfaces that it extends, which are all in its room. */
function readClientMethods(): ReadonlySet<string> {
  const interfaces = sourceFiles()
    .filter((path) => path.startsWith("src/client/"))
    .flatMap((path) => [...parseModule(path, readText(path)).source.statements])
    .filter(ts.isInterfaceDeclaration);
  const client = interfaces.find(({ name }) => name.text === "Client");
  const parents = client?.heritageClauses?.flatMap(({ types }) => types.map(({ expression }) => expression.getText()));
  const own = interfaces.filter(({ name }) => name.text === "Client" || parents?.includes(name.text) === true);
  return new Set(own.flatMap(({ members }) => members.map((member) => member.name?.getText() ?? "")));
}

function sourceFiles(): readonly string[] {
  return listFiles("src", ".ts");
}
