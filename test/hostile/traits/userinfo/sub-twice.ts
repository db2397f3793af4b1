import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two sub members",
  evil: { userinfo: rewrite((text) => text.replace("{", '{"sub":"user-2",')) },
  twin: { userinfo: rewrite((text) => text.replace("{", '{"Sub":"user-2",')) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/sub twice/ },
};
