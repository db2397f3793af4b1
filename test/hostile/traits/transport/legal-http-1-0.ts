import type { LegalTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: LegalTrait = {
  name: "an answer of HTTP/1.0, whose end is that of the connection",
  odd: { wire: raw("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n$BODY") },
};
