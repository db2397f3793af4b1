import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a member twice, once with an escape in its name",
  evil: { token: rewrite((text) => text.replace("{", '{"\\u0061ccess_token":"other",')) },
  twin: { token: rewrite((text) => text.replace('"access_token"', '"\\u0061ccess_token"')) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/access_token twice/ },
};
