import { logoutSender } from "../logout/send-logout.ts";
import { pingSender } from "../pending/send-ping.ts";
import type { DeliverySender } from "./delivery-sender.ts";

/** Who sends which kind: another kind is one more line. */
export const deliverySenders: Readonly<Record<string, DeliverySender>> = {
  backchannel_logout: logoutSender,
  ciba_ping: pingSender,
};
