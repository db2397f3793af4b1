/** A message that another window sent, as far as it is looked at. */
export interface WindowMessage {
  readonly data: unknown;
  readonly origin: string;
}

/** Texts by name; `sessionStorage` fits. */
export interface TextStorage {
  readonly length: number;
  readonly key: (index: number) => string | null;
  readonly getItem: (name: string) => string | null;
  readonly setItem: (name: string, value: string) => void;
  readonly removeItem: (name: string) => void;
}

/** Another window, as far as it is used. */
export interface OtherWindow {
  readonly closed: boolean;
  readonly close: () => void;
  readonly postMessage: (message: unknown, targetOrigin: string) => void;
}

/** A window that this page has opened. */
export interface OpenedWindow extends OtherWindow {
  readonly location: { href: string };
}

/** An `iframe` element. */
export interface FrameElement {
  src: string;
  hidden: boolean;
  readonly remove: () => void;
}

/** A channel between the pages of one origin; a `BroadcastChannel` fits. */
export interface PageChannel {
  readonly postMessage: (message: unknown) => void;
  readonly close: () => void;
  readonly addEventListener: (type: "message", listener: (event: { readonly data: unknown }) => void) => void;
}

/** Locks between the pages of one origin; `navigator.locks` fits. */
export interface PageLocks {
  readonly request: (name: string, run: () => Promise<void>) => Promise<unknown>;
}

/** The part of `window` that a client uses. The page's own fits; a test makes one. */
export interface BrowserWindow {
  readonly location: { readonly href: string; readonly origin: string; readonly assign: (url: string) => void };
  readonly history: {
    readonly state: unknown;
    readonly replaceState: (state: unknown, unused: string, url: string) => void;
  };
  readonly sessionStorage: TextStorage;
  readonly document: {
    readonly createElement: (name: "iframe") => FrameElement;
    // What can be appended is known to the browser alone.
    readonly body: { readonly append: (element: never) => void };
  };
  readonly opener: OtherWindow | null;
  readonly parent: Pick<OtherWindow, "postMessage">;
  readonly self: unknown;
  readonly open: (url: string, target: string, features: string) => OpenedWindow | null;
  readonly close: () => void;
  readonly addEventListener: (type: "message", listener: (event: WindowMessage) => void) => void;
  readonly removeEventListener: (type: "message", listener: (event: WindowMessage) => void) => void;
  readonly BroadcastChannel?: (new (name: string) => PageChannel) | undefined;
  readonly navigator: { readonly locks?: PageLocks | undefined };
  readonly indexedDB?: IndexedDatabases | undefined;
}

/** What an IndexedDB request tells. */
export interface DatabaseRequest<Result> {
  readonly result: Result;
  readonly error: unknown;
  onsuccess: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
}

/** An IndexedDB transaction with its one store. */
export interface DatabaseTransaction {
  readonly objectStore: (name: string) => {
    readonly get: (key: string) => DatabaseRequest<unknown>;
    readonly put: (value: unknown, key: string) => unknown;
    readonly delete: (key: string) => unknown;
  };
  readonly abort: () => void;
  readonly error: unknown;
  oncomplete: ((event: never) => unknown) | null;
  onabort: ((event: never) => unknown) | null;
}

/** An opened IndexedDB database. */
export interface OpenedDatabase {
  readonly createObjectStore: (name: string) => unknown;
  readonly transaction: (store: string, mode: "readwrite") => DatabaseTransaction;
  readonly close: () => void;
  onversionchange: ((event: never) => unknown) | null;
  onclose: ((event: never) => unknown) | null;
}

/** The databases of the origin; `indexedDB` fits. */
export interface IndexedDatabases {
  readonly open: (
    name: string,
    version: number,
  ) => DatabaseRequest<OpenedDatabase> & {
    onupgradeneeded: ((event: never) => unknown) | null;
    onblocked: ((event: never) => unknown) | null;
  };
}
