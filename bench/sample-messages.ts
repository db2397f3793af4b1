import { openidProviderMetadata } from "./sample-metadata.ts";

/** A JWT of about 700 characters that nobody has signed: for checks of shape. */
function sampleJwt(seed: string): string {
  const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  let state = [...seed].reduce((sum, character) => sum + character.charCodeAt(0), 1);
  const text = Array.from({ length: 658 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return characters.charAt((state >> 8) % characters.length);
  }).join("");
  return `eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.${text.slice(0, 316)}.${text.slice(316)}`;
}

/** An answer of the token endpoint with two tokens of about 700 characters each. */
export const tokenResponseWithJwts: Readonly<Record<string, unknown>> = {
  access_token: sampleJwt("access"),
  token_type: "Bearer",
  expires_in: 3600,
  refresh_token: "tGzv3JOkF0XG5Qx2TlKWIAtGzv3JOkF0XG5Qx2TlKWIA",
  scope: "openid profile email offline_access",
  id_token: sampleJwt("id"),
};

/** An answer to client credentials, about 800 bytes as JSON. */
export const clientCredentialsResponse: Readonly<Record<string, unknown>> = {
  access_token: sampleJwt("client"),
  token_type: "Bearer",
  expires_in: 3600,
  scope: "orders:read orders:write",
};

/** What a provider says about a user. */
export const userinfoResponse: Readonly<Record<string, unknown>> = {
  sub: "248289761001",
  name: "Jane Doe",
  given_name: "Jane",
  family_name: "Doe",
  preferred_username: "j.doe",
  email: "janedoe@example.com",
  email_verified: true,
  picture: "https://id.example.com/janedoe/me.jpg",
  zoneinfo: "Europe/Berlin",
  locale: "de-DE",
  phone_number: "+49 30 901820",
  address: { street_address: "Hauptstr. 1", locality: "Berlin", postal_code: "10115", country: "DE" },
  updated_at: 1_763_769_600,
};

/** Claims of an ID token after a login. */
export const idTokenClaims: Readonly<Record<string, unknown>> = {
  iss: openidProviderMetadata.issuer,
  sub: "248289761001",
  aud: "web",
  exp: 1_763_773_200,
  iat: 1_763_769_600,
  auth_time: 1_763_769_590,
  nonce: "n-0S6_WzA2Mj",
  acr: "urn:mace:incommon:iap:silver",
  amr: ["pwd", "otp"],
  sid: "08a5019c-17e1-4977-8f42-65a12843ea02",
  email: "janedoe@example.com",
  email_verified: true,
};
