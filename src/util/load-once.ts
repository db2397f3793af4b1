/**
 * Makes a function that loads something at its first call and gives the same promise at every later one. A failure is not
 * remembered: the next call tries again, so that a lost connection is not for ever.
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
