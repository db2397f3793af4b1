import { runTraits } from "./run-traits.ts";
import { backchannel, backchannelToken, ping, push } from "./scenarios/notices.ts";

await runTraits({
  name: "backchannel-authentication",
  scenario: backchannel,
  others: { token: backchannelToken, ping, push },
});
