import { type KeySource, signJwt, verifyJwt } from "ts-identity-model/jose";

export async function sign(key: CryptoKey): Promise<string> {
  return signJwt({ alg: "ES256", kid: "1" }, { iss: "a", sub: "b" }, key);
}

export const verify: typeof verifyJwt = verifyJwt;
export type Keys = KeySource;
