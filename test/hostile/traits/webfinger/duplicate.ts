import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "links twice",
  evil: { webfinger: rewrite((text) => text.replace("{", '{"links":[],')) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/links twice/ },
};
