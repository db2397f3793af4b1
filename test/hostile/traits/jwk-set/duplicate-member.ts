import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "keys twice in the set (RFC 8259 §4)",
  evil: { jwks: rewrite((text) => text.replace("{", '{"keys":[],')) },
  twin: { jwks: rewrite((text) => text.replace("{", '{"more":[],')) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/keys twice/ },
};
