import type { RefusedTrait } from "../../trait.ts";
import { rewritten } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a body that is encoded in a way that nobody asked for",
  evil: { wire: rewritten((honest) => Buffer.from(honest).toString("base64"), { "content-encoding": "base64" }) },
  twin: { wire: rewritten((honest) => honest, { "content-encoding": "identity" }) },
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not valid JSON/ },
};
