import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a lifetime that overflows to infinity",
  evil: { token: rewrite((text) => text.replace('"expires_in":3600', '"expires_in":1e999')) },
  twin: { token: rewrite((text) => text.replace('"expires_in":3600', '"expires_in":3.6e3')) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/expires_in" },
};
