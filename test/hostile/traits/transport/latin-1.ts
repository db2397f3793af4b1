import type { RefusedTrait } from "../../trait.ts";
import { rewritten } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "octets that are not UTF-8",
  evil: { wire: rewritten((honest) => Buffer.from(honest.replace("{", '{"a":"é",'), "latin1")) },
  twin: { wire: rewritten((honest) => honest.replace("{", '{"a":"é",')) },
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not UTF-8/ },
};
