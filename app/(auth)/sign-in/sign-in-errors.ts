const sentences: Record<string, string> = {
  unreachable: "Carelane does not answer. Check the connection and try again.",
  CredentialsSignin: "Email or password is not right. Check both and try again.",
  too_many_sign_ins:
    "Too many wrong passwords. Wait some minutes, or ask an administrator for a new password.",
  SessionRequired: "Your session has ended. Sign in to go on.",
  AccessDenied: "This account may not enter. Ask an administrator of your organization to add you.",
  OAuthAccountNotLinked: "This account may not enter. Ask an administrator of your organization to add you.",
};

const unknown = "Carelane could not sign you in. Try again; if it stays so, tell an administrator.";

/** A sentence for an error that next-auth put into its answer or into the address of this page. */
export function signInSentence(error: string): string {
  return Object.hasOwn(sentences, error) ? (sentences[error] ?? unknown) : unknown;
}
