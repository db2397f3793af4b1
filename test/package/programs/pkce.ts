import { calculateCodeChallenge, createCodeVerifier } from "ts-identity-model/pkce";

export async function challenge(): Promise<{ verifier: string; challenge: string }> {
  const verifier = createCodeVerifier();
  return { verifier, challenge: await calculateCodeChallenge(verifier) };
}
