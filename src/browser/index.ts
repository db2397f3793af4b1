export type {
  BrowserWindow,
  DatabaseRequest,
  DatabaseTransaction,
  FrameElement,
  IndexedDatabases,
  OpenedDatabase,
  OpenedWindow,
  OtherWindow,
  PageChannel,
  PageLocks,
  TextStorage,
  WindowMessage,
} from "./browser-window.ts";
export { createBrowserClient } from "./create-browser-client.ts";
export type {
  BrowserClient,
  BrowserClientEvent,
  BrowserClientOptions,
  BrowserClientRegistration,
  BrowserSession,
  HandledRedirect,
  SessionEvent,
  SessionFailureEvent,
  SignInOptions,
  SignInPopupOptions,
  SignInRedirectOptions,
  SignOutOptions,
  SilentSignInOptions,
} from "./options.ts";
export { type PushAuthorization, type PushAuthorizationOptions, pushAuthorization } from "./push-authorization.ts";
export type { SessionStorage } from "./session-record.ts";
