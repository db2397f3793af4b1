/** The two addresses that never leave the machine. */
export type LoopbackHost = "127.0.0.1" | "[::1]";
