import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a claim twice (RFC 7519 §4)",
  evil: { idToken: { claims: (honest) => JSON.stringify(honest).replace("{", '{"sub":"user-2",') } },
  twin: { idToken: { claims: (honest) => JSON.stringify(honest).replace("{", ' { "x" : {"sub":"user-2"} , ') } },
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", message: /payload/ },
};
