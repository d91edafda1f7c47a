/** Which messages a list shows while its reader looks at it. Pure. */

type Identified = { readonly id: string };

/**
 * The messages of `now`, newest first, without those that came since `held`; `waiting` counts them. Where so many came
 * that the two no longer meet, what was there stays.
 */
export function withoutNew<Message extends Identified>(held: readonly Message[], now: readonly Message[]) {
  const [first] = held;
  if (!first) return { messages: now, waiting: 0 };
  const at = now.findIndex(({ id }) => id === first.id);
  return at < 0 ? { messages: held, waiting: now.length } : { messages: now.slice(at), waiting: at };
}
