import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a registration that is managed without TLS (RFC 7592 §3)",
  evil: { registration: set({ registration_client_uri: "http://id.example.com/register/1" }) },
  twin: { registration: set({ registration_client_uri: "https://manage.example.com/register/1" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/registration_client_uri" },
};
