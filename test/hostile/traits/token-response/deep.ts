import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a thousand levels of nesting",
  evil: { token: rewrite((text) => text.replace("{", `{"deep":${'{"a":'.repeat(1000)}1${"}".repeat(1000)},`)) },
  twin: { token: rewrite((text) => text.replace("{", `{"deep":${'{"a":'.repeat(31)}1${"}".repeat(31)},`)) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_DEEP", message: /nested too deeply/ },
};
