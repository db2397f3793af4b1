import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a member twice, deep inside of an unknown one",
  evil: { token: rewrite((text) => text.replace("{", '{"x":[{"a":1,"a":1}],')) },
  twin: { token: rewrite((text) => text.replace("{", '{"x":[{"a":1},{"a":1}],')) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/x\/0\/a twice/ },
};
