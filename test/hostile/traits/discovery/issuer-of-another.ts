import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the issuer of somebody else (RFC 8414 §3.3)",
  evil: { metadata: set({ issuer: "https://evil.example" }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "issuer" },
};
