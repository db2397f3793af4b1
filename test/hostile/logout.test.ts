import { runTraits } from "./run-traits.ts";
import { endSession } from "./scenarios/browser.ts";
import { frontchannelLogout } from "./scenarios/notices.ts";

await runTraits({ name: "logout", scenario: frontchannelLogout, others: { "end-session": endSession } });
