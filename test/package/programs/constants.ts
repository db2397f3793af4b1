import { grantTypes, jwtClaims, promptValues, wellKnownPaths } from "ts-identity-model/constants";

export const grant: "authorization_code" = grantTypes.authorizationCode;
export const prompt: "login" = promptValues.login;
export const names: readonly string[] = [jwtClaims.subject, wellKnownPaths.openidConfiguration];
