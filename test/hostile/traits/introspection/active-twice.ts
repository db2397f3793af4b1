import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "active twice",
  evil: { introspection: rewrite((text) => text.replace("{", '{"active":false,')) },
  twin: { introspection: rewrite((text) => text.replace("{", '{"Active":false,')) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/active twice/ },
};
