import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "JSON without a content type",
  evil: { token: (honest) => new Response(new TextEncoder().encode(JSON.stringify(honest))) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", message: /no Content-Type/ },
};
