import { TransportError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { BrowserWindow, OtherWindow, WindowMessage } from "./browser-window.ts";
import { isTabMessage, type TabChannel, type TabMessage } from "./tab-channel.ts";

/** What is waited for, in which window. */
export interface AwaitedRelay {
  readonly state: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** The popup; none where the answer comes from a frame. */
  readonly popup?: OtherWindow | undefined;
}

/** The pages that talk, and how. */
export interface RelayParts {
  readonly window: BrowserWindow;
  readonly channel: TabChannel;
}

/**
 * Waits for what comes to the redirect URI in a popup or a frame: over the channel, which pages of this origin alone reach, or as a message of a window of
 * exactly this origin.
 * @throws TransportError `ERR_TRANSPORT_TIMEOUT`, `ERR_TRANSPORT_WINDOW` when the person has closed the popup, `ERR_TRANSPORT_ABORTED`
 */
export function waitForRelay({ window, channel }: RelayParts, awaited: AwaitedRelay): Promise<URLSearchParams> {
  const { state, timeoutMs, signal, popup } = awaited;
  return new Promise((resolve, reject) => {
    const stopChannel = channel.listen(take);
    const timer = setTimeout(() => fail("ERR_TRANSPORT_TIMEOUT", `No answer came within ${timeoutMs} ms`), timeoutMs);
    let closing: ReturnType<typeof setTimeout> | undefined;
    const watch = popup === undefined ? undefined : setInterval(() => lookAt(popup), pollMs);
    const abort = (): void => fail("ERR_TRANSPORT_ABORTED", "The sign-in was aborted");
    window.addEventListener("message", takeMessage);
    signal?.addEventListener("abort", abort);
    if (signal?.aborted === true) abort();

    function takeMessage({ data, origin }: WindowMessage): void {
      if (origin === window.location.origin && isTabMessage(data)) take(data);
    }
    function take(message: TabMessage): void {
      if (message.type !== "callback" || message.state !== state) return;
      finish();
      channel.post({ type: "received", state });
      resolve(new URLSearchParams(message.query));
    }
    function lookAt({ closed }: OtherWindow): void {
      // Its last message may still be on its way.
      if (closed) closing ??= setTimeout(() => fail("ERR_TRANSPORT_WINDOW", "The window was closed"), graceMs);
    }
    function fail(
      code: "ERR_TRANSPORT_TIMEOUT" | "ERR_TRANSPORT_WINDOW" | "ERR_TRANSPORT_ABORTED",
      what: string,
    ): void {
      finish();
      reject(new TransportError(code, { message: `${what} before the sign-in ended.`, cause: signal?.reason }));
    }
    function finish(): void {
      stopChannel();
      clearTimeout(timer);
      clearTimeout(closing);
      clearInterval(watch);
      window.removeEventListener("message", takeMessage);
      signal?.removeEventListener("abort", abort);
    }
  });
}

/**
 * Hands what came to the redirect URI to the page that waits for it, and closes this window.
 * @throws VerificationError `ERR_VERIFICATION_STATE` where nobody waits for it
 * @see RFC 6749 §10.12
 */
export async function relayCallback(
  { window, channel }: RelayParts,
  { state, query }: { readonly state: string; readonly query: string },
  ackMs: number,
): Promise<void> {
  const isReceived = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => finish(false), ackMs);
    const stop = channel.listen((message) => {
      if (message.type === "received" && message.state === state) finish(true);
    });
    const message: TabMessage = { type: "callback", state, query };
    channel.post(message);
    const starter = window.opener ?? (window.parent === window.self ? undefined : window.parent);
    // Where browsers keep the channels of frames apart; no page of another origin gets it.
    starter?.postMessage(message, window.location.origin);

    function finish(received: boolean): void {
      clearTimeout(timer);
      stop();
      resolve(received);
    }
  });
  if (isReceived) window.close();
  else throw unknownState();
}

function unknownState(): VerificationError {
  return new VerificationError("ERR_VERIFICATION_STATE", {
    message: "The authorization response belongs to no sign-in that this browser has started.",
    parameter: "state",
    endpoint: "redirect_uri",
    specification: specification("rfc6749", "10.12"),
    remedy: "Do not use the response: it may be forged, or used already. Start again.",
  });
}

const pollMs = 200;
const graceMs = 500;
