import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an issuer whose host is written in capitals: no normalisation (RFC 8414 §3.3)",
  evil: { metadata: set({ issuer: "https://ID.example.com" }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "issuer" },
};
