import type { TokenResponse } from "../../../generated/messages/token-response.ts";
import { tokenTypes } from "../../constants/token-types.ts";
import type { NewAccessToken } from "./issue-access-token.ts";

/**
 * The members of a token response that an access token brings along.
 * @see RFC 6749 §5.1
 */
export function describeAccessToken({ token, row, expiresInSeconds }: NewAccessToken): TokenResponse {
  return {
    access_token: token,
    token_type: row.confirmation?.jkt === undefined ? tokenTypes.bearer : tokenTypes.dpop,
    expires_in: expiresInSeconds,
    ...(row.scope.length === 0 ? {} : { scope: row.scope.join(" ") }),
  };
}
