import assert from "node:assert/strict";
import { test } from "node:test";
import {
  authorizationServerMetadataUrl,
  checkIssuer,
  openidConfigurationUrl,
} from "../../../src/metadata/well-known.ts";

const openid = "/.well-known/openid-configuration";
const oauth2 = "/.well-known/oauth-authorization-server";

const urls: readonly (readonly [issuer: string, openidUrl: string, oauth2Url: string])[] = [
  ["https://id.example.com", `https://id.example.com${openid}`, `https://id.example.com${oauth2}`],
  ["https://id.example.com/", `https://id.example.com${openid}`, `https://id.example.com${oauth2}`],
  ["https://id.example.com/a", `https://id.example.com/a${openid}`, `https://id.example.com${oauth2}/a`],
  ["https://id.example.com/a/", `https://id.example.com/a${openid}`, `https://id.example.com${oauth2}/a`],
  ["https://id.example.com/a/b", `https://id.example.com/a/b${openid}`, `https://id.example.com${oauth2}/a/b`],
  ["https://id.example.com/a//", `https://id.example.com/a/${openid}`, `https://id.example.com${oauth2}/a/`],
  ["https://id.example.com:8443", `https://id.example.com:8443${openid}`, `https://id.example.com:8443${oauth2}`],
  [
    "https://id.example.com:8443/t1",
    `https://id.example.com:8443/t1${openid}`,
    `https://id.example.com:8443${oauth2}/t1`,
  ],
  ["https://id.example.com/a@b", `https://id.example.com/a@b${openid}`, `https://id.example.com${oauth2}/a@b`],
  ["https://ID.example.com/%7Ea", `https://ID.example.com/%7Ea${openid}`, `https://ID.example.com${oauth2}/%7Ea`],
  ["http://localhost:3000", `http://localhost:3000${openid}`, `http://localhost:3000${oauth2}`],
  ["http://127.0.0.1:3000/a", `http://127.0.0.1:3000/a${openid}`, `http://127.0.0.1:3000${oauth2}/a`],
  ["http://[::1]/a", `http://[::1]/a${openid}`, `http://[::1]${oauth2}/a`],
];

for (const [issuer, openidUrl, oauth2Url] of urls) {
  test(`appends the suffix to ${issuer} (OpenID Connect Discovery §4.1)`, () => {
    assert.equal(openidConfigurationUrl(issuer), openidUrl);
  });

  test(`inserts the suffix into ${issuer} between host and path (RFC 8414 §3.1)`, () => {
    assert.equal(authorizationServerMetadataUrl(issuer), oauth2Url);
  });
}

const refused: readonly (readonly [issuer: string, problem: RegExp])[] = [
  ["http://id.example.com", /must be an https URL/],
  ["http://localhost.example.com", /must be an https URL/],
  ["ftp://id.example.com", /must be an absolute URL with a host/],
  ["https:id.example.com", /must be an absolute URL with a host/],
  ["https:///id.example.com", /must be an absolute URL with a host/],
  ["id.example.com", /must be an absolute URL with a host/],
  ["", /must be an absolute URL with a host/],
  ["https://id.example.com:99999", /must be an absolute URL with a host/],
  ["https://id.example.com/.well-known/openid-configuration", /must not be the URL of metadata/],
  ["https://id.example.com/a/.well-known/openid-configuration?a=1", /must not be the URL of metadata/],
  ["https://id.example.com/.well-known/oauth-authorization-server/a", /must not be the URL of metadata/],
  ["https://id.example.com?a=1", /must not have a query/],
  ["https://id.example.com/a?", /must not have a query/],
  ["https://id.example.com#a", /must not have a fragment/],
  ["https://id.example.com/#", /must not have a fragment/],
  ["https://user@id.example.com", /must not hold a user name or password/],
  ["https://user:password@id.example.com/", /must not hold a user name or password/],
  ["https://@id.example.com/", /must not hold a user name or password/],
  [" https://id.example.com", /must not hold white space/],
  ["https://id.example.com\n", /must not hold white space/],
  ["https://id.exa\tmple.com", /must not hold white space/],
  ["https://id.example.com\\evil", /must not hold white space, control characters or a backslash/],
];

for (const [issuer, problem] of refused) {
  test(`refuses ${JSON.stringify(issuer)} as issuer (RFC 8414 §2)`, () => {
    for (const build of [openidConfigurationUrl, authorizationServerMetadataUrl, checkIssuer]) {
      assert.throws(() => build(issuer), {
        name: "ConfigurationError",
        code: "ERR_CONFIGURATION_OPTION",
        parameter: "issuer",
        message: problem,
      });
    }
  });
}

test("shows no password in the text of the error", () => {
  assert.throws(
    () => checkIssuer("https://user:hunter2@id.example.com"),
    (error: Error) => !error.message.includes("hunter2"),
  );
});

test("refuses an issuer that is not a string before it asks for its parts", () => {
  for (const value of [undefined, null, 1, {}]) {
    assert.throws(() => Reflect.apply(checkIssuer, undefined, [value]), {
      code: "ERR_CONFIGURATION_OPTION",
      message: /must be a string/,
    });
  }
});
