/** How long a stop waits for what is being sent, in milliseconds. */
export const defaultGraceMs = 10_000;
