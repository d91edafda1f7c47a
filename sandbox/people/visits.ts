/** Visits and appointments, the same for the same seed and number. */
import { Random } from "@/sandbox/framework/random";
import { layouts } from "@/sandbox/people/chart-layout";
import { clinicianCount } from "@/sandbox/people/clinicians";

interface Visit {
  patient: number;
  clinician: number;
  clinic: number;
  kind: "AMB" | "EMER" | "VR";
  reason: string;
  startsAtMs: number;
  endsAtMs: number;
}

interface Booking {
  patient: number;
  clinician: number;
  clinic: number;
  /** The visit that came of it. */
  visit?: number;
  status: "fulfilled" | "booked" | "cancelled" | "noshow";
  reason: string;
  startsAtMs: number;
  minutes: number;
}

/** Where clinicians work, each at one place. */
export const clinics = ["Northgate Clinic", "Riverside Dental", "Hilltop Family Practice"] as const;

const minuteMs = 60_000;
const dayMs = 86_400_000;
const firstVisitDay = Date.UTC(2022, 0, 1);
const visitDays = 1_400;
const firstBookedDay = Date.UTC(2027, 0, 4);
const reasons = ["Annual check-up", "Toothache", "Follow-up", "Cough and fever", "Crown fitting"] as const;

export function visitOf(seed: number, patients: number, number: number): Visit {
  const random = new Random(seed, "visit", number);
  const clinician = random.below(clinicianCount(patients));
  const startsAtMs = firstVisitDay + random.below(visitDays) * dayMs + openingTime(random);
  return {
    patient: layouts.visits.patientOf(number),
    clinician,
    clinic: clinician % clinics.length,
    kind: random.pick(["AMB", "AMB", "AMB", "VR", "EMER"]),
    reason: random.pick(reasons),
    startsAtMs,
    endsAtMs: startsAtMs + random.pick([15, 30, 60]) * minuteMs,
  };
}

/** A patient's first bookings led to the visits, in their order; those beyond are for days to come, or came to nothing. */
export function bookingOf(seed: number, patients: number, number: number): Booking {
  const patient = layouts.bookings.patientOf(number);
  const place = number - layouts.bookings.firstOf(patient);
  if (place < layouts.visits.sizeOf(patient)) {
    const visit = layouts.visits.firstOf(patient) + place;
    const { clinician, clinic, reason, startsAtMs, endsAtMs } = visitOf(seed, patients, visit);
    const minutes = (endsAtMs - startsAtMs) / minuteMs;
    return { patient, clinician, clinic, visit, status: "fulfilled", reason, startsAtMs, minutes };
  }
  const random = new Random(seed, "booking", number);
  const clinician = random.below(clinicianCount(patients));
  return {
    patient,
    clinician,
    clinic: clinician % clinics.length,
    status: random.pick(["booked", "booked", "booked", "cancelled", "noshow"]),
    reason: random.pick(reasons),
    startsAtMs: firstBookedDay + random.below(180) * dayMs + openingTime(random),
    minutes: random.pick([15, 30, 60]),
  };
}

/** The booking a visit came of. */
export function bookingOfVisit(visit: number): number {
  const patient = layouts.visits.patientOf(visit);
  return layouts.bookings.firstOf(patient) + visit - layouts.visits.firstOf(patient);
}

/** Quarters of an hour from 14:00 to 22:00 UTC: office hours in North America. */
function openingTime(random: Random): number {
  return (14 * 60 + random.below(32) * 15) * minuteMs;
}
