/**
 * Names of the members of an introspection response.
 * @see RFC 7662 §2.2
 */
export const introspectionMembers = {
  acr: "acr",
  act: "act",
  active: "active",
  aud: "aud",
  authTime: "auth_time",
  authorizationDetails: "authorization_details",
  clientId: "client_id",
  cnf: "cnf",
  exp: "exp",
  iat: "iat",
  iss: "iss",
  jti: "jti",
  mayAct: "may_act",
  nbf: "nbf",
  scope: "scope",
  sub: "sub",
  tokenType: "token_type",
  username: "username",
} as const;

/** The name of an introspection response's member. */
export type IntrospectionMember = (typeof introspectionMembers)[keyof typeof introspectionMembers];
