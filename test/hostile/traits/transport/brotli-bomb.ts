import { brotliCompressSync } from "node:zlib";
import type { RefusedTrait } from "../../trait.ts";
import { reply, rewritten } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "fifty megabytes in fifty bytes",
  evil: { wire: reply(brotliCompressSync(Buffer.alloc(50_000_000, " ")), { headers: { "content-encoding": "br" } }) },
  twin: { wire: rewritten((honest) => brotliCompressSync(honest), { "content-encoding": "br" }) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_LARGE", message: /10000 bytes/ },
};
