/** Invented, as are the people and schools made of them. */
const schools = [
  'TK Melati Pagi',
  'Little Banyan Preschool',
  'Taman Anak Tanjung',
  'PAUD Bintang Laut',
  'Kelapa Gading Nursery',
];
const given = [
  'Sekar',
  'Bagas',
  'Nayla',
  'Wayan',
  'Intan',
  'Dimas',
  'Laras',
  'Ketut',
  'Tegar',
  'Amira',
  'Galih',
  'Citra',
];
const family = [
  'Wiratmaja',
  'Santikara',
  'Pradipta',
  'Lesmanawati',
  'Adiwangsa',
  'Kertarajasa',
  'Mahawira',
  'Suryaningrat',
];

/** The name of a test school, by its number from 1. */
export function schoolName(number: number): string {
  return pick(schools, number - 1);
}

/** The name of a test child, by its number from 1. The names repeat after 96, as names do. */
export function childName(number: number): string {
  return `${pick(given, number - 1)} ${pick(family, Math.floor((number - 1) / given.length))}`;
}

/** The name of a test guardian, by their number from 1. */
export function guardianName(number: number): string {
  return `${pick(given, number + 6)} ${pick(family, number + 2)}`;
}

function pick(names: readonly string[], index: number): string {
  return names[index % names.length] ?? '';
}
