import { createFapiHttpSignatures, verifyRequestSignature } from "ts-identity-model/http-signatures";
import { createStaticKeySource } from "ts-identity-model/jose";

const algorithm = { name: "ECDSA", namedCurve: "P-256" };
const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);

/** Signs as FAPI 2.0 HTTP Signatures wants it. As the option `httpSignatures` of a client it signs the client's calls too. */
const signatures = createFapiHttpSignatures({ key: privateKey, keyId: "web-1" });

/** A call to an API, signed over its method, its target, its token and its body. */
export async function pay(accessToken: string): Promise<number> {
  const url = "https://api.example.com/payments";
  const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
  const request = { method: "POST", url, headers, body: JSON.stringify({ amount: 12 }) };
  const fields = await signatures.signRequest(request);
  const { status } = await fetch(url, { ...request, headers: { ...headers, ...fields } });
  return status;
}

const { kty = "", crv = "", x = "", y = "" } = await crypto.subtle.exportKey("jwk", publicKey);
const keys = createStaticKeySource({ keys: [{ kty, crv, x, y, kid: "web-1" }] });

/** The same call at the API: nothing of the request is used before this. */
export async function receive({ method, url, headers }: Request, body: string): Promise<readonly string[]> {
  const verified = await verifyRequestSignature(
    { method, url, headers, body },
    { keys, algorithms: ["ES256"], components: ["@method", "@target-uri", "authorization"], tag: "fapi-2-request" },
  );
  return verified.components;
}
