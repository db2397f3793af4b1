import { type ClientAuthentication, clientSecretBasic, none, privateKeyJwt } from "ts-identity-model/client-auth";

export const methods: readonly ClientAuthentication[] = [
  none(),
  clientSecretBasic("a secret of thirty-two characters"),
];

export function withKey(key: CryptoKey): ClientAuthentication {
  return privateKeyJwt({ key, kid: "1", alg: "ES256" }, { audience: "issuer", lifetimeSeconds: 60 });
}
