import { runTraits } from "./run-traits.ts";
import { registration, registrationRead, registrationUpdate } from "./scenarios/direct.ts";

await runTraits({
  name: "registration",
  scenario: registration,
  others: { read: registrationRead, update: registrationUpdate },
});
