import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two resources",
  evil: { resourceMetadata: rewrite((text) => text.replace("{", '{"resource":"https://evil.example/api",')) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/resource twice/ },
};
