import type { RefusedTrait } from "../../trait.ts";
import { reply } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a redirect that would replay the request with its credentials (RFC 9700 §4.12)",
  evil: { wire: reply("", { status: 307, headers: { location: "/elsewhere" } }) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /307/ },
};
