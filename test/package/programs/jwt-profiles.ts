import { type ClientAssertionCredential, verifyClientAssertion } from "ts-identity-model/jwt-profiles";
import { createReplayStore } from "ts-identity-model/util";

/** The authenticated client. */
export async function clientOf(assertion: string, credential: ClientAssertionCredential): Promise<string> {
  const issuer = "https://id.example.com";
  const replayStore = createReplayStore();
  const { sub } = await verifyClientAssertion(assertion, { issuer, clientId: "web", credential, replayStore });
  return sub;
}
