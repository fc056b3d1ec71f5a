/** What the disk of the state folder must have free for a start. */
export const bytesToStart = 128 * 2 ** 20;
