declare module "cloudflare:workers" {
  /** Lets work go on when the request has been answered that runs now. */
  export const waitUntil: (work: Promise<unknown>) => void;
}
