import { type FakeKey, type Members, signJws } from "../../fixtures/fake-server.ts";
import type { JwtMutation } from "../trait.ts";

/** What an honest provider writes into a JWT. */
export interface HonestJwt {
  readonly header: Members;
  readonly claims: Members;
}

/** Makes a JWT as the mutation wants it. */
export async function makeJwt(honest: HonestJwt, key: FakeKey, mutation: JwtMutation = {}): Promise<unknown> {
  const header = mutation.header?.(honest.header) ?? honest.header;
  const claims = mutation.claims?.(honest.claims) ?? honest.claims;
  const { sign, text } = mutation;
  const token = await signJws(header, claims, sign === undefined ? key : (input) => sign(input, key));
  return text === undefined ? token : text(token);
}
