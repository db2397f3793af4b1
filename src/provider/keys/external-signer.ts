import type { Jwk } from "../../../generated/messages/jwk.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { toPublicJwk } from "../../jose/public-jwk.ts";
import { encodeBase64url } from "../../util/base64url.ts";
import type { Clock } from "../../util/clock.ts";
import type { ExternalSigner } from "./key-options.ts";

/** The header of a JWT to sign, without what names the key. */
export interface JwtToSign {
  readonly typ?: string | undefined;
  readonly alg: string;
}

/** Keys that sign elsewhere. */
export interface SignerKeys {
  /** Public keys to publish. */
  readonly list: () => Promise<readonly Jwk[]>;
  /** Signs, where there is a key of the algorithm; `undefined` where there is none. */
  readonly sign: (header: JwtToSign, claims: object) => Promise<string | undefined>;
}

/** Wraps the signer of the configuration; its keys are asked for once a minute. */
export function createSignerKeys(signer: ExternalSigner | undefined, clock: Clock): SignerKeys {
  let asked: { readonly atMs: number; readonly keys: Promise<readonly Jwk[]> } | undefined;
  const list = (): Promise<readonly Jwk[]> => {
    if (signer === undefined) return nothing;
    const nowMs = clock();
    if (asked === undefined || nowMs < asked.atMs || nowMs >= asked.atMs + keepMs) {
      const keys = signer.keys().then((all) => all.map(checkKey));
      asked = { atMs: nowMs, keys };
      keys.catch(() => {
        asked = undefined;
      });
    }
    return asked.keys;
  };
  return {
    list,
    async sign({ typ, alg }, claims) {
      const kid = (await list()).find((key) => key.alg === alg)?.kid;
      if (signer === undefined || kid === undefined) return undefined;
      const header = typ === undefined ? { alg, kid } : { alg, typ, kid };
      const input = `${encodeJson(header)}.${encodeJson(claims)}`;
      const signature = await signer.sign({ kid, alg, data: new TextEncoder().encode(input) });
      return `${input}.${encodeBase64url(signature)}`;
    },
  };
}

function encodeJson(value: object): string {
  return encodeBase64url(new TextEncoder().encode(JSON.stringify(value)));
}

function checkKey(jwk: Jwk): Jwk {
  if (typeof jwk.kid === "string" && typeof jwk.alg === "string") return toPublicJwk({ use: "sig", ...jwk });
  throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: "Each key of keys.signer must have a kid and an alg.",
    parameter: "keys.signer",
    specification: specification("rfc7517", "4.5"),
  });
}

const nothing: Promise<readonly Jwk[]> = /* @__PURE__ */ Promise.resolve([]);
const keepMs = 60_000;
