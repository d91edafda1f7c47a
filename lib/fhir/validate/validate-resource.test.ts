import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Issue, validateResource } from ".";

const fixtures = path.join(import.meta.dirname, "../fixtures");

interface Resource {
  readonly resourceType: string;
  readonly [element: string]: unknown;
}

function resourcesIn(folder: string): Resource[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")));
}

const examples = [...resourcesIn(fixtures), ...resourcesIn(path.join(fixtures, "examples"))];

const patient: Resource = {
  resourceType: "Patient",
  id: "p1",
  active: true,
  name: [{ use: "official", family: "Doe", given: ["Jane"] }],
  gender: "female",
  birthDate: "1980-05-15",
};

const observation: Resource = {
  resourceType: "Observation",
  status: "final",
  code: { coding: [{ system: "http://loinc.org", code: "8302-2" }] },
  valueQuantity: { value: 180, unit: "cm", system: "http://unitsofmeasure.org", code: "cm" },
};

const errorsIn = (resource: unknown) =>
  validateResource(resource).filter(({ severity }) => severity === "error");
const briefly = (issues: readonly Issue[]) => issues.map(({ code, expression }) => `${code} ${expression}`);
const problems = (resource: unknown) => briefly(validateResource(resource));

test.each(examples.map((example) => [example.resourceType, example] as const))(
  "accepts an example of %s",
  (_type, example) => {
    expect(errorsIn(example)).toEqual([]);
  },
);

test("names the element that a resource must have", () => {
  const required = [
    ["Observation", "status"],
    ["Observation", "code"],
  ] as const;
  for (const [type, name] of required) {
    const { [name]: _dropped, ...rest } = observation;
    expect(problems(rest)).toEqual([`required ${type}.${name}`]);
  }
});

/** The paths of all objects in `value` that are elements, with a way to change each in a copy. */
function objectsIn(value: unknown, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, part]) =>
    key === "contained" || key.startsWith("_")
      ? []
      : objectsIn(part, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return Array.isArray(value) ? inside : [at, ...inside];
}

function changed(example: Resource, at: readonly (string | number)[], change: (element: object) => object) {
  const copy = structuredClone(example);
  const target = at.reduce<unknown>((part, key) => Reflect.get(Object(part), key), copy);
  const made = change(Object(target));
  if (at.length === 0) return made;
  const owner = at.slice(0, -1).reduce<unknown>((part, key) => Reflect.get(Object(part), key), copy);
  Reflect.set(Object(owner), at.at(-1) ?? "", made);
  return copy;
}

const anyPlace = fc
  .constantFrom(...examples)
  .chain((example) => fc.constantFrom(...objectsIn(example)).map((at) => ({ example, at })));

test("finds an element that FHIR does not have, wherever it stands", () => {
  fc.assert(
    fc.property(anyPlace, ({ example, at }) => {
      const found = validateResource(changed(example, at, (element) => ({ ...element, colour: "blue" })));
      expect(found.filter(({ expression }) => expression.endsWith(".colour"))).toHaveLength(1);
    }),
  );
});

test("finds a value of the wrong type, wherever it stands", () => {
  fc.assert(
    fc.property(anyPlace, fc.nat(), ({ example, at }, pick) => {
      const broken = changed(example, at, (element) => {
        const keys = Object.keys(element).filter((key) => key !== "resourceType" && !key.startsWith("_"));
        const key = keys[pick % Math.max(1, keys.length)] ?? "id";
        return { ...element, [key]: [[{ no: "such" }]] };
      });
      expect(errorsIn(broken)).not.toEqual([]);
    }),
  );
});

test("survives whatever JSON it is given", () => {
  const json = fc.jsonValue({ maxDepth: 6 });
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.constantFrom("name", "code", "text", "meta"),
      json,
      (...[one, key, value]) => {
        expect(validateResource({ ...one, [key]: value })).toBeInstanceOf(Array);
        expect(validateResource(value)).not.toEqual([]);
      },
    ),
  );
});

test.each<[string, Record<string, unknown>, readonly string[]]>([
  ["a code that the value set does not have", { gender: "woman" }, ["code-invalid Patient.gender"]],
  ["a day that is none", { birthDate: "1981-02-29" }, ["value Patient.birthDate"]],
  ["a text where a list belongs", { name: "Doe" }, ["structure Patient.name"]],
  ["an empty list", { name: [] }, ["structure Patient.name"]],
  ["an empty object", { maritalStatus: {} }, ["structure Patient.maritalStatus"]],
  ["an empty text", { language: " " }, ["value Patient.language"]],
  [
    "a control character",
    { language: "en", name: [{ family: "D\u0000oe" }] },
    ["value Patient.name[0].family"],
  ],
  [
    "something beside what is no primitive",
    { _name: [null], _resourceType: null },
    ["structure Patient._name", "structure Patient._resourceType"],
  ],
  ["null", { active: null }, ["structure Patient.active"]],
  [
    "two types of one element",
    { deceasedBoolean: true, deceasedDateTime: "2020" },
    ["structure Patient.deceased"],
  ],
  ["an id with blanks", { id: "a b" }, ["value Patient.id"]],
  ["a contact without details", { contact: [{ gender: "male" }] }, ["invariant Patient.contact[0]"]],
  [
    "a period that ends before it starts",
    { address: [{ period: { start: "2020-05", end: "2020-04-30" } }] },
    ["invariant Patient.address[0].period"],
  ],
  ["an extension without value", { extension: [{ url: "http://a.b" }] }, ["invariant Patient.extension[0]"]],
  [
    "an extension beside a value, without url",
    { _gender: { extension: [{ valueCode: "x" }] } },
    ["required Patient.gender.extension[0].url"],
  ],
  [
    "a script in a narrative",
    { text: { status: "generated", div: "<div><script>x</script></div>" } },
    ["invariant Patient.text.div"],
  ],
  [
    "a reference to what is not contained",
    { managingOrganization: { reference: "#o" } },
    ["invariant Patient.managingOrganization"],
  ],
  [
    "a kind of resource that cannot be meant",
    { managingOrganization: { reference: "Patient/1" } },
    ["value Patient.managingOrganization"],
  ],
  [
    "a contained resource in a contained resource",
    {
      contained: [
        {
          resourceType: "Basic",
          id: "b",
          code: { text: "#" },
          contained: [{ resourceType: "Basic", code: { text: "x" } }],
        },
      ],
    },
    ["invariant Patient.contained[0]"],
  ],
])("finds %s", (_what, parts, found) => {
  expect(problems({ ...patient, ...parts })).toEqual(expect.arrayContaining([...found]));
  expect(problems(patient)).toEqual([]);
});

test.each<[string, Record<string, unknown>, readonly string[]]>([
  [
    "a value beside the reason for its absence (obs-6)",
    { dataAbsentReason: { text: "lost" } },
    ["invariant Observation"],
  ],
  [
    "a unit's code without its system (qty-3)",
    { valueQuantity: { value: 1, code: "cm" } },
    ["invariant Observation.value"],
  ],
  [
    "a range upside down (rng-2)",
    { valueQuantity: undefined, valueRange: { low: { value: 3 }, high: { value: 2 } } },
    ["invariant Observation.value"],
  ],
  ["a time without offset", { effectiveDateTime: "2020-01-01T10:00:00" }, ["value Observation.effective"]],
])("finds %s", (_what, parts, found) => {
  expect(problems(JSON.parse(JSON.stringify({ ...observation, ...parts })))).toEqual(found);
});

test("compares the ends of a period by their offsets", () => {
  const period = { start: "2020-01-01T10:00:00+02:00", end: "2020-01-01T09:00:00Z" };
  expect(problems({ ...patient, name: [{ family: "Doe", period }] })).toEqual([]);
});

test("takes a primitive that has only extensions for there", () => {
  const absent = {
    extension: [{ url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", valueCode: "unknown" }],
  };
  const { status: _status, ...rest } = observation;
  expect(problems({ ...rest, _status: absent })).toEqual([]);
  expect(problems({ ...patient, photo: [{ data: "aGVsbG8=", _contentType: absent }] })).toEqual([]);
  expect(problems({ ...patient, photo: [{ data: "aGVsbG8=" }] })).toEqual(["invariant Patient.photo[0]"]);
});

test("takes an element that is undefined for absent, as JSON does", () => {
  expect(problems({ ...patient, gender: undefined, _gender: undefined, maritalStatus: undefined })).toEqual(
    [],
  );
  expect(problems({ ...observation, status: undefined })).toEqual(["required Observation.status"]);
  expect(problems({ ...patient, name: [{ family: undefined }] })).toEqual(["structure Patient.name[0]"]);
});

test("asks a required concept for one of its codes, in the right system", () => {
  const clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";
  const condition = (clinicalStatus: object) => ({
    resourceType: "Condition",
    subject: { display: "Jane" },
    clinicalStatus,
  });
  expect(errorsIn(condition({ coding: [{ system: clinical, code: "active" }] }))).toEqual([]);
  expect(problems(condition({ coding: [{ system: "urn:mine", code: "active" }] }))).toContain(
    "code-invalid Condition.clinicalStatus",
  );
});

test("looks into the resources of a bundle", () => {
  const bundle = {
    resourceType: "Bundle",
    type: "collection",
    entry: [{ resource: { ...patient, gender: "x" } }],
  };
  expect(problems(bundle)).toEqual(["code-invalid Bundle.entry[0].resource.gender"]);
  expect(
    problems({ ...bundle, entry: [{ resource: patient }, { resource: { resourceType: "Pet" } }] }),
  ).toEqual(["not-supported Bundle.entry[1].resource"]);
});

test("holds no rule against what is not of FHIR's shape", () => {
  expect(problems({ resourceType: "Bundle", entry: [{ fullUrl: "urn:uuid:1", resource: patient }] })).toEqual(
    ["required Bundle.type"],
  );
});

test.each([
  null,
  5,
  "Patient",
  [],
  {},
  { resourceType: "Pet" },
  { resourceType: "constructor" },
  { resourceType: "Quantity" },
])("refuses %j, which is no resource", (value) => {
  expect(problems(value)).toHaveLength(1);
});

test("stops at a depth that no one means", () => {
  let extension: object = { url: "http://a.b", valueString: "x" };
  for (let depth = 0; depth < 20_000; depth += 1) extension = { url: "http://a.b", extension: [extension] };
  expect(validateResource({ ...patient, extension: [extension] }).map(({ code }) => code)).toContain(
    "too-long",
  );
});

test.each<[string, object]>([
  ["an id beside a value", { birthDate: "1970-03-30", _birthDate: { id: "314159" } }],
  ["an id beside one value of a list", { name: [{ given: ["Ada", "B"], _given: [null, { id: "2468" }] }] }],
])("accepts %s", (_what, facts) => {
  expect(problems({ ...patient, ...facts })).toEqual([]);
});

test.each<[string, object]>([
  ["an id that stands for a value and says nothing", { birthDate: undefined, _birthDate: { id: "1" } }],
  ["nothing beside a value", { _birthDate: {} }],
])("refuses %s", (_what, facts) => {
  expect(problems({ ...patient, ...facts })).toEqual(["structure Patient.birthDate"]);
});

const unknown = {
  extension: [{ url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", valueCode: "unknown" }],
};

test("leaves a rule alone only where what it asks for has nothing but extensions", () => {
  const appointment = {
    resourceType: "Appointment",
    status: "booked",
    participant: [{ status: "accepted" }],
  };
  const broken = (facts: object) =>
    errorsIn({ ...appointment, ...facts }).map(({ diagnostics }) => diagnostics);
  const when = { start: "2026-06-01T09:00:00Z", end: "2026-06-01T09:30:00Z" };
  const named = { participant: [{ status: "accepted", actor: { display: "Room 2" } }] };
  expect(broken({ ...named, ...when })).toEqual([]);
  expect(broken({ ...named, _description: unknown })).toEqual([expect.stringContaining("app-3")]);
  expect(broken({ ...named, _start: unknown, _end: unknown })).toEqual([]);
});

const ucum = "http://unitsofmeasure.org";

test.each<[boolean, object, object]>([
  [true, { value: 1, unit: "g" }, { value: 2, unit: "g" }],
  [false, { value: 3, unit: "g" }, { value: 2, unit: "g" }],
  [false, { value: 3 }, { value: 2 }],
  // Of different units numbers alone say nothing.
  [true, { value: 500, system: ucum, code: "mg" }, { value: 1, system: ucum, code: "g" }],
  [true, { value: 10, unit: "months" }, { value: 1, unit: "year" }],
  [true, { unit: "g" }, { value: 2, unit: "g" }],
])("holds a range to its order where both are measured alike: %s", (isRight, low, high) => {
  const { valueQuantity: _, ...rest } = observation;
  const found = errorsIn({ ...rest, valueRange: { low, high } }).map(({ diagnostics }) => diagnostics);
  expect(found).toEqual(isRight ? [] : [expect.stringContaining("rng-2")]);
});

test("finds a value beside a component of the same code (obs-7)", () => {
  const same = { ...observation, component: [{ code: observation.code, valueString: "x" }] };
  expect(errorsIn(same)).toMatchObject([{ diagnostics: expect.stringContaining("obs-7") }]);
  const other = { ...observation, component: [{ code: { text: "other" }, valueString: "x" }] };
  expect(errorsIn(other)).toEqual([]);
});

const xmlns = 'xmlns="http://www.w3.org/1999/xhtml"';

test.each<[string, string]>([
  ["a greater-than sign", `<div ${xmlns}>BP > 140</div>`],
  ["references to characters", `<div ${xmlns}>A &amp; B &#8364; &#x20ac; &nbsp;C</div>`],
  ["a comment behind it", `<div ${xmlns}>A</div><!-- made by hand -->`],
  [
    "a link and a picture",
    `<div ${xmlns}><a href="https://a.example">A</a><img src="data:image/png;base64,AA"/></div>`,
  ],
])("accepts a narrative with %s", (_what, div) => {
  expect(problems({ ...patient, text: { status: "generated", div } })).toEqual([]);
});

test.each<[string, string]>([
  ["another namespace", '<div xmlns="http://www.w3.org/1999/html">A</div>'],
  ["an ampersand of its own", `<div ${xmlns}>A & B</div>`],
  ["an attribute twice", `<div ${xmlns} class="a" class="b">A</div>`],
  ["words behind it", `<div ${xmlns}>A</div>B<!-- c -->`],
  ["an address that runs", `<div ${xmlns}><a href="javascript:alert(1)">A</a></div>`],
  ["the same in disguise", `<div ${xmlns}><a href=" java&#x73;cript&colon;alert(1)">A</a></div>`],
  ["the same behind a control character", `<div ${xmlns}><a href="&#1;javascript:alert(1)">A</a></div>`],
  ["a page in an address", `<div ${xmlns}><a href="data:text/html,A">A</a></div>`],
  ["a style that runs", `<div ${xmlns} style="background:url(javascript:alert(1))">A</div>`],
  ["blanks alone", `<div ${xmlns}>&nbsp; </div>`],
])("refuses a narrative with %s", (_what, div) => {
  expect(problems({ ...patient, text: { status: "generated", div } })).toEqual([
    "invariant Patient.text.div",
  ]);
});
