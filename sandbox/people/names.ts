/** Names as clinics meet them: mostly ordinary, some in other scripts, some that break careless code. */
type Names = readonly [string, ...string[]];

export interface NamePool {
  family: Names;
  female: Names;
  male: Names;
}

const american: NamePool = {
  family: [
    "Smith",
    "Johnson",
    "Williams",
    "Brown",
    "Jones",
    "Garcia",
    "Miller",
    "Davis",
    "Rodriguez",
    "Martinez",
    "Hernandez",
    "Lopez",
    "Gonzalez",
    "Wilson",
    "Anderson",
    "Thomas",
    "Taylor",
    "Moore",
    "Jackson",
    "Martin",
    "Lee",
    "Perez",
    "Thompson",
    "White",
    "Harris",
    "Sanchez",
    "Clark",
    "Ramirez",
    "Lewis",
    "Robinson",
    "Walker",
    "Young",
    "Allen",
    "King",
    "Wright",
    "Scott",
    "Torres",
    "Nguyen",
    "Hill",
    "Flores",
    "Green",
    "Adams",
    "Nelson",
    "Baker",
    "Hall",
    "Rivera",
    "Campbell",
    "Mitchell",
    "Carter",
    "Roberts",
  ],
  female: [
    "Mary",
    "Patricia",
    "Jennifer",
    "Linda",
    "Elizabeth",
    "Barbara",
    "Susan",
    "Jessica",
    "Sarah",
    "Karen",
    "Lisa",
    "Nancy",
    "Sandra",
    "Betty",
    "Ashley",
    "Emily",
    "Kimberly",
    "Margaret",
    "Donna",
    "Michelle",
    "Carol",
    "Amanda",
    "Melissa",
    "Deborah",
    "Stephanie",
    "Rebecca",
    "Sharon",
    "Laura",
    "Cynthia",
    "Dorothy",
  ],
  male: [
    "James",
    "Robert",
    "John",
    "Michael",
    "David",
    "William",
    "Richard",
    "Joseph",
    "Thomas",
    "Christopher",
    "Charles",
    "Daniel",
    "Matthew",
    "Anthony",
    "Mark",
    "Steven",
    "Donald",
    "Andrew",
    "Joshua",
    "Kenneth",
    "Paul",
    "Kevin",
    "Brian",
    "Timothy",
    "Ronald",
    "Jason",
    "George",
    "Edward",
    "Jeffrey",
    "Ryan",
  ],
};

/** Apostrophes, hyphens, particles, diacritics, spaces, very short and very long. */
const unusual: NamePool = {
  family: [
    "O'Brien-Smith",
    "D'Angelo",
    "van der Berg",
    "de la Cruz y Montoya",
    "Nguyễn",
    "Sørensen",
    "Łukasiewicz",
    "Þórsdóttir",
    "Müller-Lüdenscheidt",
    "St. John",
    "Ng",
    "Featherstonehaugh-Cholmondeley",
    "Núñez Ibáñez",
    "Null",
    "True",
    "McDonald Jr",
  ],
  female: ["Zoë", "Renée", "Anne-Marie", "Bích Ngọc", "Siân", "Ægileif", "Jo", "Mary Kate", "Å"],
  male: ["François", "José Ángel", "Søren", "Đức", "Jean-Luc", "Łukasz", "Øyvind", "Al", "X"],
};

const otherScripts: readonly [NamePool, ...NamePool[]] = [
  { family: ["王", "李", "張", "欧阳"], female: ["芳", "秀英", "丽"], male: ["伟", "强", "志明"] },
  { family: ["佐藤", "鈴木", "髙橋"], female: ["花子", "さくら"], male: ["太郎", "健一"] },
  { family: ["김", "이", "박"], female: ["서연", "지우"], male: ["민준", "도윤"] },
  { family: ["الحسن", "بن سلمان"], female: ["فاطمة", "عائشة"], male: ["محمد", "عبد الرحمن"] },
  { family: ["Иванова", "Достоевский"], female: ["Ольга", "Екатерина"], male: ["Алексей", "Фёдор"] },
  { family: ["Παπαδόπουλος", "Νικολάου"], female: ["Ελένη"], male: ["Γεώργιος"] },
  { family: ["כהן", "לוי"], female: ["שרה"], male: ["משה"] },
  { family: ["शर्मा", "पटेल"], female: ["प्रिया"], male: ["अर्जुन"] },
];

export const namePools = { american, unusual, otherScripts };

/** City, state, first three digits of the postal code, area code. */
export const places: readonly [Place, ...Place[]] = [
  { city: "Madison", state: "WI", zip: "537", area: "608" },
  { city: "Garland", state: "TX", zip: "750", area: "469" },
  { city: "Springfield", state: "IL", zip: "627", area: "217" },
  { city: "St. Paul", state: "MN", zip: "551", area: "651" },
  { city: "Winston-Salem", state: "NC", zip: "271", area: "336" },
  { city: "Coeur d'Alene", state: "ID", zip: "838", area: "208" },
  { city: "San José", state: "CA", zip: "951", area: "408" },
  { city: "Boston", state: "MA", zip: "021", area: "617" },
];

interface Place {
  city: string;
  state: string;
  zip: string;
  area: string;
}

export const streets: Names = [
  "Main St",
  "Oak Ave",
  "Maple Dr",
  "Cedar Ln",
  "Washington Blvd",
  "Lake View Rd",
  "2nd St NE",
  "Martin Luther King Jr Dr",
];
