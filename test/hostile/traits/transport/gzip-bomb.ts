import { gzipSync } from "node:zlib";
import type { RefusedTrait } from "../../trait.ts";
import { reply, rewritten } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "fifty megabytes in fifty kilobytes",
  evil: { wire: reply(gzipSync(Buffer.alloc(50_000_000, " ")), { headers: { "content-encoding": "gzip" } }) },
  twin: { wire: rewritten((honest) => gzipSync(honest.padEnd(10_000)), { "content-encoding": "gzip" }) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_LARGE", message: /10000 bytes/ },
};
