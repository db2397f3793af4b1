import type { AuthorizationDetail } from "../../../generated/messages/authorization-detail.ts";
import type { JsonObject } from "../stores/records.ts";

/** A token that is offered for exchange, or whose bearer is to act. */
export interface ExchangedToken {
  /** The client that it was issued to. */
  readonly clientId: string;
  /** The account that it speaks for; absent: the client itself. */
  readonly accountId?: string | undefined;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly authorizationDetails: readonly AuthorizationDetail[];
  /** Who acts in it already, and before that (RFC 8693 §4.1). */
  readonly act?: JsonObject | undefined;
}

/** What a decision about an exchange is made from. All of it has been verified. */
export interface TokenExchangeFacts {
  /** The client that asks. */
  readonly clientId: string;
  readonly subject: ExchangedToken;
  /** Absent: the client wants to be taken for the subject (impersonation). */
  readonly actor?: ExchangedToken | undefined;
  /** The resources that are asked for, all of which are known; none: the default one. */
  readonly resources: readonly string[];
  /** What is asked for; absent: what the subject token has, as far as the client and the resources know it. */
  readonly scope?: readonly string[] | undefined;
  /** What is asked for (RFC 9396), checked by its types. */
  readonly authorizationDetails: readonly AuthorizationDetail[];
  readonly isRefreshTokenRequested: boolean;
}

/** What is allowed. */
export type TokenExchangeDecision =
  | {
      readonly allow: false;
      /** For events and logs; the answer does not say it. */
      readonly reason?: string | undefined;
    }
  | {
      readonly allow: true;
      /**
       * Scope of the new token. It may have what the subject token has not, but nothing that the client or the resources do not know. Left out: what was asked
       * for, all of which the subject token must have.
       */
      readonly scope?: readonly string[] | undefined;
      /**
       * Authorization details that the new token may have; those that are asked for must be among them, and without any being asked for it has all of them. Left
       * out: what is asked for, all of which the subject token must have as it is.
       */
      readonly authorizationDetails?: readonly AuthorizationDetail[] | undefined;
      /** Whether the client gets a refresh token, which lives on when the subject token has ended. Default `false`. */
      readonly refreshToken?: boolean | undefined;
    };

/** Decides who may exchange which token for which. */
export type TokenExchangePolicy = (facts: TokenExchangeFacts) => TokenExchangeDecision | Promise<TokenExchangeDecision>;
