import { TransportError } from "../errors/families.ts";

/** What a call under a deadline shares with the code that does it. */
export interface Call {
  /** Aborts when the deadline passes or the caller gives up. */
  readonly signal: AbortSignal;
  /** How long the whole call may take, from its beginning on. */
  readonly timeoutMs: number;
  /** Whether that has happened. */
  stopped: boolean;
  /** What the call is doing, for the error that ends it. */
  phase: "waiting for the answer to begin" | "reading the body";
  /** Set while there is something to let go of when the call is stopped; it may outlive a `fetch` that ignores the signal. */
  onStop: (() => void) | undefined;
}

/** Bounds of one call. */
export interface CallLimits {
  readonly timeoutMs: number;
  /** Signal of the caller. */
  readonly signal: AbortSignal | undefined;
  /** Endpoint for messages. */
  readonly endpoint: string;
}

/**
 * Runs work under one total deadline and the caller's signal, whichever ends first. It settles then even if the work
 * ignores its signal, and leaves neither a timer nor a listener behind.
 * @throws TransportError `ERR_TRANSPORT_TIMEOUT` with the milliseconds and the phase, or `ERR_TRANSPORT_ABORTED` with
 * the signal's reason as `cause`
 */
export function withDeadline<T>(limits: CallLimits, work: (call: Call) => Promise<T>): Promise<T> {
  const { timeoutMs, signal, endpoint } = limits;
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const call: Call = {
      signal: controller.signal,
      timeoutMs,
      stopped: false,
      phase: "waiting for the answer to begin",
      onStop: undefined,
    };
    if (signal?.aborted === true) {
      reject(abortError(signal.reason, "before the request was sent", endpoint));
      return;
    }
    const timer = setTimeout(() => stop(timeoutError(timeoutMs, call.phase, endpoint)), timeoutMs);
    const abort = (): void => stop(abortError(signal?.reason, `while ${call.phase}`, endpoint));
    signal?.addEventListener("abort", abort);
    // What somebody else wrote may throw at once, or give no promise: that ends the call like any other failure.
    (async () => work(call))().then(
      (result) => settle(() => resolve(result)),
      (error: unknown) => settle(() => reject(error)),
    );

    function settle(finish: () => void): void {
      clearTimeout(timer);
      call.onStop = undefined;
      signal?.removeEventListener("abort", abort);
      finish();
    }

    function stop(error: TransportError): void {
      const { onStop } = call;
      call.stopped = true;
      settle(() => reject(error));
      controller.abort(error);
      onStop?.();
    }
  });
}

function timeoutError(timeoutMs: number, phase: string, endpoint: string): TransportError {
  return new TransportError("ERR_TRANSPORT_TIMEOUT", {
    message: `No complete answer within ${timeoutMs} ms: the deadline passed while ${phase}.`,
    remedy: "The server may have acted on the request all the same. A longer deadline is the option timeoutMs.",
    endpoint,
  });
}

function abortError(reason: unknown, moment: string, endpoint: string): TransportError {
  return new TransportError("ERR_TRANSPORT_ABORTED", {
    message: `The caller's signal aborted the call ${moment}.`,
    endpoint,
    cause: reason,
  });
}
