import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a document nested a thousand levels deep",
  evil: { metadata: rewrite((text) => text.replace("{", `{"x":${"[".repeat(1000)}${"]".repeat(1000)},`)) },
  twin: { metadata: rewrite((text) => text.replace("{", `{"x":${"[".repeat(31)}${"]".repeat(31)},`)) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_DEEP", message: /nested too deeply/ },
};
