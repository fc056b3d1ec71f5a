/** Why a restart can't go on, in a sentence that says how its agent stands. */
export class GivenUp extends Error {}
