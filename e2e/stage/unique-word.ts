/** A word that no earlier run has used: journeys leave their people and patients behind. */
export function uniqueWord(): string {
  const letters = Date.now()
    .toString(36)
    .replace(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)));
  return letters.charAt(0).toUpperCase() + letters.slice(1);
}
