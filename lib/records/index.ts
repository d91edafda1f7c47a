/** Records of every entity: read, search, change, history. */
export { changeRecord, createRecord, deleteRecord } from "./change-records";
export { listRecords, type RecordPlace } from "./list-records";
export { normaliseIdentifier, normalisePhone, normaliseText } from "./normalise";
export { readHistory, readLinks, readRecord } from "./read-record";
export { type ToldOfRecord, toldOfRecords } from "./read-version";
export { clinicsOfRecords } from "./record-clinics";
export { recordChannel, recordNews } from "./record-news";
export { isOnlyTold, recordView } from "./record-store";
export {
  cleanText,
  derivedFields,
  entitySchemas,
  fillReference,
  isRecordEntity,
  mapReferences,
  type RecordData,
  type RecordEntity,
  recordEntities,
  schemaOf,
  titleFields,
  titleOf,
  withChangedFields,
  withDerivedFields,
} from "./schema";
export { dateToken, type MomentRange, moment, momentRange, searchDatesOf } from "./search-dates";
export { type SearchToken, searchEntryOf, tokensForKeys } from "./search-tokens";
export { deleteRecords, insertRecords, rawParts, replaceRecords, type WriteContext } from "./write";
