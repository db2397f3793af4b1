import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an issuer that writes out the default port (RFC 8414 §3.3)",
  evil: { metadata: set({ issuer: "https://id.example.com:443" }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "issuer" },
};
