import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an array around the document",
  evil: { metadata: rewrite((text) => `[${text}]`) },
  twin: { metadata: rewrite((text) => ` \r\n\t${text} \n`) },
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not an object/ },
};
