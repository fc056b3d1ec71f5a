/** The event name of a test's payload. It reaches the receiver like any hook and makes no agent. */
export const testEventName = "SignalboxTest";
