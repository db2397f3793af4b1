import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two device codes",
  evil: { device: rewrite((text) => text.replace("{", '{"device_code":"other",')) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/device_code twice/ },
};
