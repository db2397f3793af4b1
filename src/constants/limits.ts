/** Total deadline of one call in milliseconds, from sending the request to the last byte of the answer. */
export const defaultTimeoutMs = 30_000;

/** Longest deadline a timer can hold: beyond it `setTimeout` fires at once instead of late. */
export const maxTimeoutMs = 2_147_483_647;

/** Largest accepted answer in bytes, counted after decompression. */
export const defaultMaxResponseBytes = 1_048_576;

/** Deepest accepted nesting of objects and arrays in a JSON text. */
export const maxJsonDepth = 32;
