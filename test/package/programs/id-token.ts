import { type IdTokenExpectations, verifyIdToken } from "ts-identity-model/id-token";

/** The verified claims, typed. */
export async function subjectOf(token: string, expectations: IdTokenExpectations): Promise<string> {
  const claims = await verifyIdToken(token, expectations);
  const roles: unknown = claims.roles;
  return `${claims.sub} ${claims.iss} ${String(roles)}`;
}
