import type { RefusedTrait } from "../../trait.ts";
import { rewritten } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a member twice",
  evil: { wire: rewritten((honest) => honest.replace("{", '{"access_token":"b",')) },
  twin: { wire: rewritten((honest) => honest.replace("{", '{"b":{"access_token":"b"},')) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/access_token twice/ },
};
