import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "bytes that are not UTF-8 (RFC 8259 §8.1)",
  evil: {
    token: (honest) =>
      new Response(Buffer.from(JSON.stringify({ ...honest, name: "é" }), "latin1"), {
        headers: { "content-type": "application/json" },
      }),
  },
  twin: { token: set({ name: "é" }) },
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not UTF-8/ },
};
