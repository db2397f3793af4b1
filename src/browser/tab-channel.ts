import type { BrowserWindow, PageChannel } from "./browser-window.ts";

/** What pages of one origin tell each other. */
export type TabMessage =
  /** Who has a session, is asked for it. */
  | { readonly type: "ask" }
  | { readonly type: "session"; readonly session: unknown }
  | { readonly type: "ended"; readonly id: string; readonly reason: string }
  /** What came to the redirect URI in a popup or a frame. */
  | { readonly type: "callback"; readonly state: string; readonly query: string }
  | { readonly type: "received"; readonly state: string };

/** Why a session ended. */
export type SessionEnd = "session.signed_out" | "session.expired";

/** A channel to the other pages. */
export interface TabChannel {
  readonly post: (message: TabMessage) => void;
  /** @returns what ends the listening */
  readonly listen: (listener: (message: TabMessage) => void) => () => void;
  readonly close: () => void;
}

/** Opens the channel of a client. Only pages of the same origin hear it; in a browser without channels nobody does. */
export function openTabChannel(
  { BroadcastChannel }: Pick<BrowserWindow, "BroadcastChannel">,
  name: string,
): TabChannel {
  const channel: PageChannel | undefined = BroadcastChannel === undefined ? undefined : new BroadcastChannel(name);
  const listeners = new Set<(message: TabMessage) => void>();
  let isOpen = true;
  channel?.addEventListener("message", ({ data }) => {
    if (!isTabMessage(data)) return;
    for (const listener of [...listeners]) listener(data);
  });
  return Object.freeze({
    post(message: TabMessage) {
      // What was on its way when the client was closed goes on without the others.
      if (isOpen) channel?.postMessage(message);
    },
    listen(listener: (message: TabMessage) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      isOpen = false;
      channel?.close();
    },
  });
}

/** Whether data have the members that their type promises. */
export function isTabMessage(data: unknown): data is TabMessage {
  if (typeof data !== "object" || data === null || !("type" in data)) return false;
  const members = texts.get(data.type);
  return members?.every((name) => typeof Reflect.get(data, name) === "string") === true;
}

/** Members that are text, by type. */
const texts: ReadonlyMap<unknown, readonly string[]> = /* @__PURE__ */ new Map([
  ["ask", []],
  ["session", []],
  ["ended", ["id", "reason"]],
  ["callback", ["state", "query"]],
  ["received", ["state"]],
]);
