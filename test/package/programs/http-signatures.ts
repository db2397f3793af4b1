import { type SignatureFields, signRequest, verifyRequestSignature } from "ts-identity-model/http-signatures";

export async function sign(key: CryptoKey): Promise<SignatureFields> {
  return signRequest({ method: "GET", url: "https://api.example.com/", headers: {} }, { key, components: ["@method"] });
}

export const verify: typeof verifyRequestSignature = verifyRequestSignature;
