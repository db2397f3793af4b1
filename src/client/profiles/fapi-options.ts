import { type ClientKey, type ClientPrivateKey, readPrivateKey } from "../../client-auth/private-key-jwt.ts";
import type { ClientOptions } from "../options.ts";
import { fapiAlgorithms } from "./fapi-option-rules.ts";

/**
 * The options with what FAPI 2.0 demands of every client: requests are pushed, an RSA key signs with `PS256`, a client with a key uses it
 * to authenticate, and clocks may differ by 10 seconds where the caller says nothing. ID tokens of `RS256` need not be offered.
 * @see FAPI 2.0 Security Profile §5.3.3.1
 * @see FAPI 2.0 Security Profile §5.3.3.2
 */
export function applyFapi<Custom>(options: ClientOptions<Custom>): ClientOptions<Custom> {
  const { auth, client, key, requestObject, tolerate = [], clockToleranceSeconds = 10 } = options;
  const method = client.token_endpoint_auth_method ?? (key === undefined ? undefined : "private_key_jwt");
  return Object.freeze({
    ...options,
    client: auth === undefined ? { ...client, token_endpoint_auth_method: method } : client,
    key: withAlgorithm(key),
    requestObject:
      requestObject === undefined ? undefined : { ...requestObject, key: withAlgorithm(requestObject.key) },
    pushedAuthorizationRequests: "always",
    tolerate: [...new Set([...tolerate, "rs256-not-offered" as const])],
    clockToleranceSeconds,
  });
}

/** An RSA key leaves the choice, and a server that announces nothing would be sent `RS256`. */
function withAlgorithm(key: ClientOptions<unknown>["key"]): ClientOptions<unknown>["key"] {
  if (typeof key === "function") return async () => readSigner(await key());
  return key === undefined ? undefined : readSigner(key);
}

function readSigner(key: Exclude<ClientKey, () => unknown>): ClientPrivateKey {
  return readPrivateKey(key, fapiAlgorithms);
}
