import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no document at either place",
  evil: { metadata: answer(404, {}, "no") },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /No metadata of issuer/ },
};
