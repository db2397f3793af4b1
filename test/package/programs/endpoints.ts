import {
  type AuthorizationTransaction,
  authorizationCodeGrant,
  type ExchangeContext,
  readAuthorizationResponse,
} from "ts-identity-model/endpoints";

/** The facade's `finishAuthorization`, by hand. */
export async function redeem(context: ExchangeContext, query: URLSearchParams, transaction: AuthorizationTransaction) {
  const authorization = readAuthorizationResponse(context, query, transaction);
  const { response, claims } = await authorizationCodeGrant(context, { authorization, transaction });
  return { accessToken: response.access_token, subject: claims?.sub };
}
