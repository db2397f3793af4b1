import type { LegalTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: LegalTrait = {
  name: "a hundred early hints before the answer (RFC 8297 §2)",
  odd: {
    wire: raw(
      `${"HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n".repeat(100)}HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n$BODY`,
    ),
  },
};
