import type { MessageKey } from "./messages/messages.ts";

export type { MessageKey } from "./messages/messages.ts";

/** What every page shows. `renderPage` adds it to what the endpoint knows. */
export interface PageFrame {
  /** Value for the `nonce` attribute of styles and scripts. */
  readonly cspNonce: string;
  /** BCP 47 tag of the language of the page. */
  readonly language: string;
  /** Writing direction of that language. */
  readonly direction: "ltr" | "rtl";
  /** What the person is told has gone wrong: a key of the messages, never text from outside. */
  readonly problem?: MessageKey | undefined;
  /** The text of that name in the language of the page, with the words in braces filled in. It is not escaped. */
  readonly text: (key: MessageKey, values?: Readonly<Record<string, string>>) => string;
  /** A text that may not exist, such as `scope.orders.read.title`. */
  readonly findText: (key: string) => string | undefined;
  /** The time of the page, for what it says about times. */
  readonly nowMs: number;
  readonly brand: PageBrand;
}

/** How the provider presents itself; all of it is the configuration's. */
export interface PageBrand {
  readonly name: string;
  /** An SVG element. */
  readonly logoSvg?: string | undefined;
  /** Links below the card, their text in the language of the page. */
  readonly links: readonly { readonly href: string; readonly text: string }[];
  /** CSS of the page, to stand in a style element with the nonce. */
  readonly stylesheet: string;
}

/** A form that posts back to the provider. */
export interface FormView {
  /** URL that it posts to. */
  readonly action: string;
  /** Hidden members: the CSRF token and the handle of the interaction. */
  readonly hidden: Readonly<Record<string, string>>;
}

/** The client as a person is told of it; all of it is foreign text. */
export interface ClientView {
  readonly clientId: string;
  readonly name: string;
  readonly logoUri?: string | undefined;
  readonly uri?: string | undefined;
  readonly policyUri?: string | undefined;
  readonly termsUri?: string | undefined;
}

/** The login page. */
export interface LoginView extends PageFrame, FormView {
  readonly client?: ClientView | undefined;
  /** `login_hint`, or what was typed before. */
  readonly login: string;
  readonly remember: boolean;
  /** Seconds until another try is worth it. */
  readonly retryAfterSeconds?: number | undefined;
  /** Where to go instead of signing in. Posts `cancel`. */
  readonly canCancel: boolean;
}

/** One thing that a client asks for. */
export interface ScopeView {
  readonly scope: string;
  /** What it means to a person. */
  readonly title: string;
  readonly description?: string | undefined;
  /** Allowed before. */
  readonly isGranted: boolean;
}

/** The consent page. Posts `decision` = `allow` or `deny`. */
export interface ConsentView extends PageFrame, FormView {
  readonly client: ClientView;
  readonly displayName: string;
  readonly scopes: readonly ScopeView[];
  /** Names of claims that are asked for one by one, besides those that scopes stand for. */
  readonly claims?: readonly string[] | undefined;
  /** Names of resources that the client will reach. */
  readonly resources: readonly string[];
  /** Further authorizations, by their type, as text. */
  readonly details: readonly { readonly type: string; readonly lines: readonly string[] }[];
  readonly isOffline: boolean;
}

/** Choice between the signed-in account and another. Posts `account` = `current` or `other`. */
export interface SelectAccountView extends PageFrame, FormView {
  readonly client?: ClientView | undefined;
  readonly displayName: string;
}

/** A password that must be replaced. Posts `password`, `new_password`, `new_password_repeated`. */
export interface ChangePasswordView extends PageFrame, FormView {
  readonly displayName: string;
  /** Seconds until another try is worth it. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Entry of a user code. Posts `user_code`. */
export interface DeviceCodeView extends PageFrame, FormView {
  readonly userCode: string;
  /** Seconds until another try is worth it. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Confirmation that the device is one's own. Posts `decision` = `allow` or `deny`. */
export interface DeviceConfirmView extends ConsentView {
  readonly userCode: string;
}

/** Outcome of a device login, of a logout, of anything that ends with a sentence. The text `<outcome>.title` is its heading. */
export interface OutcomeView extends PageFrame {
  readonly outcome: MessageKey;
  /** Where to go on. */
  readonly link?: { readonly href: string; readonly text: MessageKey } | undefined;
}

/** Question whether to sign out. Posts `decision` = `allow` or `deny`. */
export interface LogoutView extends PageFrame, FormView {
  readonly client?: ClientView | undefined;
  readonly displayName: string;
}

/** A signed-in browser in a list. */
export interface SessionView {
  readonly sid: string;
  readonly isCurrent: boolean;
  /** `User-Agent`, shortened; foreign text. */
  readonly device: string;
  readonly address?: string | undefined;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
}

/** Signed-in devices. Posts `end` = a sid, or `end` = `others`. */
export interface SessionsView extends PageFrame, FormView {
  readonly displayName: string;
  readonly sessions: readonly SessionView[];
}

/** A request that can't go on, and can't be sent back. `problem` says it to the person, where it can be said. */
export interface ErrorView extends PageFrame {
  /** Value of `error` of the protocol. */
  readonly error: string;
  /** For whoever wrote the application; our own text. */
  readonly description: string;
  /** To find it in the logs. */
  readonly reference?: string | undefined;
  /** The application that it came from, where it is known. */
  readonly client?: ClientView | undefined;
}

/** A response that the browser posts to the client. */
export interface FormPostView extends PageFrame {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The pages, each a function from what it shows to HTML; any of them can be replaced. */
export interface Pages {
  readonly login: (view: LoginView) => string | Promise<string>;
  readonly consent: (view: ConsentView) => string | Promise<string>;
  readonly selectAccount: (view: SelectAccountView) => string | Promise<string>;
  readonly changePassword: (view: ChangePasswordView) => string | Promise<string>;
  readonly deviceCode: (view: DeviceCodeView) => string | Promise<string>;
  readonly deviceConfirm: (view: DeviceConfirmView) => string | Promise<string>;
  readonly logout: (view: LogoutView) => string | Promise<string>;
  readonly outcome: (view: OutcomeView) => string | Promise<string>;
  readonly sessions: (view: SessionsView) => string | Promise<string>;
  readonly error: (view: ErrorView) => string | Promise<string>;
  readonly formPost: (view: FormPostView) => string | Promise<string>;
}

/** What an endpoint knows of a page; the frame comes from the request. */
export type PageContent<Name extends keyof Pages> = Omit<Parameters<Pages[Name]>[0], keyof PageFrame> & {
  readonly problem?: MessageKey | undefined;
  /** `ui_locales` of the authorization request. Default: the parameter of the URL. */
  readonly uiLocales?: string | undefined;
};
