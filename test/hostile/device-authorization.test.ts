import { runTraits } from "./run-traits.ts";
import { device, devicePoll, deviceToken } from "./scenarios/notices.ts";

await runTraits({ name: "device-authorization", scenario: device, others: { token: deviceToken, poll: devicePoll } });
