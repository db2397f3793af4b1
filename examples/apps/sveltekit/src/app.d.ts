import type { RelyingPartySession } from "ts-identity-model/relying-party";

declare global {
  namespace App {
    interface Locals {
      session?: RelyingPartySession;
    }
  }
}
