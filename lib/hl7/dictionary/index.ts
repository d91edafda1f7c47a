/** What the parts of messages are called, by version. */
export {
  Dictionary,
  dictionaryOf,
  type FieldDescription,
  type PartDescription,
  type SegmentDescription,
} from "./dictionary";
