/** The picture's geometry, in units of its view box. */

const top = "M188 150H270Q292 150 292 172V322Q292 344 314 344H380";
const upper = "M188 262H236Q258 262 258 284V337Q258 359 280 359H380";
const middle = "M188 374H380";
const lower = "M188 486H236Q258 486 258 464V411Q258 389 280 389H380";
const bottom = "M188 598H270Q292 598 292 576V426Q292 404 314 404H380";

const toRecord = "M380 351.5H452Q474 351.5 474 329.5V228Q474 206 496 206H556";
const toPartners = "M380 366.5H486Q508 366.5 508 344.5V340Q508 318 530 318H556";
const toWebhooks = "M380 381.5H486Q508 381.5 508 403.5V408Q508 430 530 430H556";
const toDrivers = "M380 396.5H452Q474 396.5 474 418.5V520Q474 542 496 542H556";

export const roads = [
  top,
  upper,
  middle,
  lower,
  bottom,
  toRecord,
  toPartners,
  toWebhooks,
  toDrivers,
] as const;

export type Traveller = {
  kind: "parcel" | "done" | "question";
  road: string;
  /** Where it stands, in percent of the road, when nothing moves. */
  place: number;
  /** Time for the whole road. */
  seconds: number;
};

export const travellers: readonly Traveller[] = [
  { kind: "parcel", road: top, place: 22, seconds: 11 },
  { kind: "parcel", road: top, place: 63, seconds: 11 },
  { kind: "parcel", road: upper, place: 48, seconds: 9 },
  { kind: "parcel", road: middle, place: 30, seconds: 8 },
  { kind: "parcel", road: middle, place: 58, seconds: 8 },
  { kind: "parcel", road: lower, place: 14, seconds: 10 },
  { kind: "parcel", road: lower, place: 66, seconds: 10 },
  { kind: "parcel", road: bottom, place: 44, seconds: 12 },
  { kind: "done", road: toRecord, place: 52, seconds: 11 },
  { kind: "done", road: toRecord, place: 86, seconds: 11 },
  { kind: "done", road: toPartners, place: 50, seconds: 9 },
  { kind: "question", road: toWebhooks, place: 78, seconds: 9 },
  { kind: "done", road: toDrivers, place: 46, seconds: 12 },
  { kind: "done", road: toDrivers, place: 74, seconds: 12 },
];
