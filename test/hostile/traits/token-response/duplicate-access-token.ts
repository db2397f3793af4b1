import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the access token twice (RFC 8259 §4)",
  evil: { token: rewrite((text) => text.replace("{", '{"access_token":"other",')) },
  twin: { token: rewrite((text) => text.replace("{", '{"Access_Token":"other",')) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/access_token twice/ },
};
