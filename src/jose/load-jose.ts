import { loadOnce } from "../util/load-once.ts";

// jose is imported at its first use: at start-up it would cost more than all of this library, also where no key is ever used.

/** Imports jose's conversion of keys, once; for encryption only: signatures need none. */
export const loadKeyImport: () => Promise<typeof import("jose/key/import")> = /* @__PURE__ */ loadOnce(
  () => import("jose/key/import"),
);

/** Imports jose's thumbprints, once. */
export const loadThumbprint: () => Promise<typeof import("jose/jwk/thumbprint")> = /* @__PURE__ */ loadOnce(
  () => import("jose/jwk/thumbprint"),
);

/** Imports jose's signing, once. */
export const loadCompactSign: () => Promise<typeof import("jose/jws/compact/sign")> = /* @__PURE__ */ loadOnce(
  () => import("jose/jws/compact/sign"),
);

/** Imports jose's decryption, once. */
export const loadCompactDecrypt: () => Promise<typeof import("jose/jwe/compact/decrypt")> = /* @__PURE__ */ loadOnce(
  () => import("jose/jwe/compact/decrypt"),
);

/** Imports jose's encryption, once. */
export const loadCompactEncrypt: () => Promise<typeof import("jose/jwe/compact/encrypt")> = /* @__PURE__ */ loadOnce(
  () => import("jose/jwe/compact/encrypt"),
);
