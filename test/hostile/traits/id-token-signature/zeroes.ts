import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a signature of zeroes (RFC 8725 §3.2)",
  evil: { idToken: { sign: () => Buffer.alloc(256).toString("base64url") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /1 tried/ },
};
