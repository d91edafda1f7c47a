/** Data of one version, or of all tables; `definitions.ts` says what it looks like. */
declare module "hl7-dictionary/lib/*" {
  const data: unknown;
  export default data;
}
