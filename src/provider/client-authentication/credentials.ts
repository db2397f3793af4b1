/** What a request says about its client, and what it gives to prove it. */
export type Credentials =
  | { readonly via: "basic" | "post"; readonly clientId: string | undefined; readonly secret: string }
  | { readonly via: "assertion"; readonly clientId: string; readonly assertion: string }
  | { readonly via: "nothing"; readonly clientId: string | undefined }
  /** What can't be read, and so authenticates nobody; nothing else of the request is tried in its place. */
  | {
      readonly via: "malformed";
      readonly clientId: undefined;
      readonly reason: string;
      readonly isInHeader: boolean;
    };
