import type { RefusedTrait } from "../../trait.ts";
import { rewritten } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "nesting one level too deep",
  evil: { wire: rewritten((honest) => honest.replace("{", `{"x":${"[".repeat(32)}${"]".repeat(32)},`)) },
  twin: { wire: rewritten((honest) => honest.replace("{", `{"x":${"[".repeat(31)}${"]".repeat(31)},`)) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_DEEP", message: /nested too deeply/ },
};
