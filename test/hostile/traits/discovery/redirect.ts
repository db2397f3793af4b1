import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a redirect to another place (RFC 9700 §4.12)",
  evil: { metadata: answer(302, { location: "https://evil.example/.well-known/openid-configuration" }, null) },
  twin: { metadata: answer(200, { "content-type": "application/json", location: "https://evil.example/" }) },
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /302/ },
};
