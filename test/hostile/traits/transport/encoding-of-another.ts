import { gzipSync } from "node:zlib";
import type { RefusedTrait } from "../../trait.ts";
import { rewritten } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a body that is not compressed as it says",
  evil: { wire: rewritten((honest) => honest, { "content-encoding": "gzip" }) },
  twin: { wire: rewritten((honest) => gzipSync(honest), { "content-encoding": "gzip" }) },
  verdict: { family: "transport", code: "ERR_TRANSPORT_NETWORK", message: /while reading the body/ },
};
