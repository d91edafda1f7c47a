/** A start that cannot go on for a reason a person can remove: shown as its sentence, without a stack. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}
