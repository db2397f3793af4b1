import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "__proto__ twice",
  evil: { token: rewrite((text) => text.replace("{", '{"__proto__":1,"__proto__":{"scope":"admin"},')) },
  twin: { token: rewrite((text) => text.replace("{", '{"__proto__":{"scope":"admin"},')) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/__proto__ twice/ },
};
