import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "its key with a prime of the private part",
  evil: { jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? keys.map((key) => ({ ...key, p: "AQAB" })) : [] }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid", message: /looked at 0/ },
};
