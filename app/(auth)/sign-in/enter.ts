import { getProviders, signIn } from "next-auth/react";
import { signInSentence } from "./sign-in-errors";
import type { SignInValues } from "./sign-in-form";

/** Leaves the page when the person may enter, else answers why not, in a sentence. */
export async function enter(
  { shared, ...credentials }: SignInValues,
  callbackUrl: string,
): Promise<string | null> {
  try {
    // Asked first: signIn itself leaves for a bare error page when the server is away.
    if (!(await getProviders())) return signInSentence("unreachable");
    const answer = await signIn("credentials", {
      ...credentials,
      shared: String(shared),
      callbackUrl,
      redirect: false,
    });
    if (!answer || answer.error) return signInSentence(answer?.error ?? "");
    window.location.assign(answer.url ?? "/");
    return null;
  } catch {
    return signInSentence("unreachable");
  }
}
