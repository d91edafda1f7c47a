import {
  Braces,
  ClipboardPlus,
  FlaskConical,
  IdCard,
  type LucideIcon,
  Route,
  ShieldPlus,
  ShoppingCart,
  Webhook,
} from "lucide-react";
import { Tooth } from "@/components/ui/tooth";
import { roads, type Traveller, travellers } from "./lane-geometry";

type Place = { icon: LucideIcon; name: string; x: number; y: number; width: number };

const left = { x: 8, width: 180 };
const right = { x: 552, width: 196 };

const places: readonly Place[] = [
  { icon: ClipboardPlus, name: "EHR systems", ...left, y: 129 },
  { icon: Tooth, name: "Dental practices", ...left, y: 241 },
  { icon: FlaskConical, name: "Laboratories", ...left, y: 353 },
  { icon: ShieldPlus, name: "Insurers, pharmacies", ...left, y: 465 },
  { icon: ShoppingCart, name: "Shops, carriers", ...left, y: 577 },
  { icon: IdCard, name: "One patient record", ...right, y: 185 },
  { icon: Braces, name: "FHIR and HL7 partners", ...right, y: 297 },
  { icon: Webhook, name: "Webhooks", ...right, y: 409 },
  { icon: Route, name: "Drivers and clinics", ...right, y: 521 },
];

/** What Carelane does, in one picture: systems on the left, parallel lanes, people and partners on the right. */
export function LanePicture() {
  return (
    <svg
      viewBox="0 100 752 548"
      role="img"
      aria-label="Systems on the left, parallel lanes through Carelane, people and partners on the right"
      className="w-[min(100%,760px)]"
    >
      <g fill="none" strokeWidth="13" className="stroke-sheet dark:stroke-hover">
        {roads.map((road) => (
          <path key={road} d={road} />
        ))}
      </g>
      <g fill="none" strokeWidth="1.25" strokeDasharray="5 7" className="stroke-accent-line">
        {roads.map((road) => (
          <path key={road} d={road} />
        ))}
      </g>
      {travellers.map((traveller) => (
        <Moving key={`${traveller.road} ${traveller.place}`} traveller={traveller} />
      ))}
      <LargeMark />
      {places.map((place) => (
        <Sign key={place.name} place={place} />
      ))}
    </svg>
  );
}

const drawings = {
  parcel: <rect x="-7" y="-4" width="14" height="8" rx="2.5" className="fill-added" />,
  done: (
    <>
      <circle r="6.6" className="fill-ok" />
      <path
        d="M-2.9.3l2 2 3.9-4.3"
        fill="none"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
        className="stroke-sheet"
      />
    </>
  ),
  question: (
    <path
      d="M-.9-7.1a1.3 1.3 0 0 1 1.8 0l6.2 6.2a1.3 1.3 0 0 1 0 1.8l-6.2 6.2a1.3 1.3 0 0 1-1.8 0l-6.2-6.2a1.3 1.3 0 0 1 0-1.8z"
      className="fill-ask"
    />
  ),
} as const;

/** Drives along its road; stands at its place for those who asked for less motion. */
function Moving({ traveller: { kind, road, place, seconds } }: { traveller: Traveller }) {
  return (
    <g
      className="animate-[ride_linear_infinite]"
      style={{
        offsetPath: `path("${road}")`,
        offsetDistance: `${place}%`,
        offsetRotate: kind === "parcel" ? "auto" : "0deg",
        animationDuration: `${seconds}s`,
        animationDelay: `${(-seconds * place) / 100}s`,
      }}
    >
      {drawings[kind]}
    </g>
  );
}

function LargeMark() {
  return (
    <g transform="translate(333 327)">
      <rect width="94" height="94" rx="25" className="fill-accent" />
      <rect
        x=".5"
        y=".5"
        width="93"
        height="93"
        rx="24.5"
        fill="none"
        strokeOpacity=".14"
        className="stroke-on-accent"
      />
      <path
        d="M65 32.5a23 23 0 1 0 0 29"
        fill="none"
        strokeWidth="10.5"
        strokeLinecap="round"
        className="stroke-on-accent"
      />
      <circle cx="51.3" cy="47" r="7.4" className="fill-brand-dot" />
    </g>
  );
}

function Sign({ place: { icon: Icon, name, x, y, width } }: { place: Place }) {
  return (
    <foreignObject x={x} y={y} width={width} height="42">
      <div className="flex h-10.5 items-center gap-2.25 whitespace-nowrap rounded-lg border border-line bg-sheet px-3 font-medium shadow-sheet">
        <Icon className="text-accent-ink" />
        {name}
      </div>
    </foreignObject>
  );
}
