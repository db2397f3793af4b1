import { typed } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "JSON in UTF-16",
  evil: {
    token: (honest) =>
      new Response(Buffer.from(JSON.stringify(honest), "utf16le"), {
        headers: { "content-type": "application/json; charset=utf-16" },
      }),
  },
  twin: { token: typed("application/json; charset=utf-8") },
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /body/ },
};
